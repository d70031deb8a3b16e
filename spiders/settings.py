"""Each Scrapy setting that differs from its default, and why. Values only: `scrapy crawl` and the daemon read the same.

What a FetchPolicy sets (body size, time, redirects, concurrency) is set from it in `settings_for` of articles.py.
"""

BOT_NAME = "rowback"
SPIDER_MODULES = ["spiders.articles"]
USER_AGENT = "Rowback/0.1"

# --- What would be unsafe -------------------------------------------------------------------------------------------

DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default takes any certificate: whoever sits between could edit the news
TELNETCONSOLE_ENABLED = False  # a Python prompt on a port
REMOTE_CONTROL_ENABLED = False  # an HTTP endpoint on localhost that executes Python
HTTPPROXY_ENABLED = False  # a proxy named in the environment would connect for us, past the guard
METAREFRESH_ENABLED = False  # a refresh in the page is content, and would be followed up to 100 s later
TWISTED_DNS_RESOLVER = "spiders.guard.GuardedResolver"  # Scrapy's own keeps addresses for ever and opens private ones
DNSCACHE_ENABLED = False  # the guarded resolver keeps answers for a minute
DOWNLOAD_HANDLERS = {
    "http": "spiders.connecting.Dialer",
    "https": "spiders.connecting.Dialer",
    "data": None,  # a URL of a page never names a file, a bucket or itself
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_FAIL_ON_DATALOSS = True  # the default, kept by name: half a page must never stand as a version
DOWNLOAD_WARNSIZE = 0  # the limit is the limit; a warning on the way adds nothing
HTTPCACHE_ENABLED = False  # the default, kept by name: a cache may answer without asking and so hide an edit

# --- What a monitor does otherwise than a crawl ---------------------------------------------------------------------

COOKIES_ENABLED = False  # each look is a first visit: no session, no paywall meter, no trail
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # looking again is the point; the default also grows for ever
ROBOTSTXT_OBEY = False  # the default: RobotsMiddleware does it; Scrapy's keeps a file for ever and reads errors as yes
RETRY_ENABLED = False  # backing off is the schedule's, which remembers it; Twisted renews a stale connection by itself
REDIRECT_ENABLED = False  # RedirectsMiddleware: typed ends, no other scheme, the next host's own queue
COMPRESSION_ENABLED = False  # unpacking.py: Scrapy's hands on as much of a cut stream as it could inflate
AUTOTHROTTLE_ENABLED = False  # the default: a host's pace is kept in the store, over restarts and machines
REFERER_ENABLED = False  # no page sent us

DOWNLOADER_MIDDLEWARES = {
    "spiders.guard.GuardMiddleware": 10,
    "spiders.robots.RobotsMiddleware": 20,
    "spiders.redirects.RedirectsMiddleware": 600,
    # Each is off by a setting above or has nothing left to do; taking it out of the chain saves its calls per hop.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES = {  # the spider yields no links to bound, to deepen or to refer; every status is an answer here
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}

# --- What a service that runs for months does not need --------------------------------------------------------------

SCHEDULER = "spiders.articles.Line"  # first in, first out; Scrapy's queues sort by priority and by host for crawls
CONCURRENT_ITEMS = 1  # the spider yields none; the default makes a hundred tasks for each answer, a third of its cost
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the source of the callback at each answer; ours is no generator
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 64 * 1024 * 1024  # the default stops all hosts while one 5 MB page is being handed on
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"  # the daemon counts ends itself
STATS_DUMP = False
LOGSTATS_INTERVAL = 0  # no "crawled 0 pages" every minute
LOG_FORMATTER = "spiders.articles.QuietFormatter"  # no line per page: what happened is in the Fetched
LOG_LEVEL = "WARNING"  # of `scrapy crawl`; the daemon sets its own
MEMUSAGE_ENABLED = False  # the daemon watches its own memory
EXTENSIONS = {  # consoles, counters and exporters of a crawl: a service has its own, or wants none
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.closespider.CloseSpider": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
