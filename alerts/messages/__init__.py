"""What is said. An Alert goes in; a JSON payload, a mail or one line comes out. Sends nothing and asks no clock."""
