"""Scrapy settings: polite and safe before fast. Each line differs from Scrapy's default, and says why."""

from importlib.metadata import PackageNotFoundError, version

from scrapy.settings.default_settings import EXTENSIONS_BASE as _SCRAPYS

try:
    _VERSION = version("copydesk")
except PackageNotFoundError:  # run from a checkout that was never installed
    _VERSION = "0"

BOT_NAME = "copydesk"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"  # scrapy extract, and a scrapy crawl whose exit code can be trusted

# --- Where articles go ---
DATABASE = "output/news.db"  # the archive and the ledger, one SQLite file, in the project's folder
KEEP_PAGES = (
    True  # every fetched page is kept too, packed, for scrapy reextract; False keeps only what was read from it
)

COMMENTS = False  # True keeps what readers say under stories in a table of its own; then WordPress is asked for it too
REPORT = ""  # where to write a report after each crawl, as in output/report.html; nowhere where it is empty
QUERIES = "queries.toml"  # saved queries, asked after each crawl; where there is no such file, none are

# --- Where addresses come from ---
WORDPRESS_COM_API = "https://public-api.wordpress.com/"  # answers for the sites that WordPress.com hosts

# --- Who we are ---
USER_AGENT = f"copydesk/{_VERSION} (news crawler)"  # an honest name, never a browser's
CONTACT = ""  # an address or page for site owners, appended to USER_AGENT: -s CONTACT=desk@example.org
ROBOTSTXT_USER_AGENT = "copydesk"  # the name by which robots.txt can address us

# --- Manners ---
ROBOTSTXT_PARSER = "crawler.fetch.robotrules.IndexedRobotParser"  # Scrapy's own, with an index over many rules
ROBOTSTXT_OBEY = True  # Scrapy's default is to ignore robots.txt
DOWNLOAD_DELAY = 1.0  # seconds between two requests to one host; Scrapy waits none
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # Scrapy: 8; a news site is somebody's server
CONCURRENT_REQUESTS = 32  # Scrapy: 16; over many hosts, each at its own pace
CONCURRENT_ITEMS = 1  # Scrapy: 100 tasks are made for every answer; a page of ours is one item
AUTOTHROTTLE_ENABLED = True  # slows down where a server answers slowly
AUTOTHROTTLE_START_DELAY = 1.0  # Scrapy: 5 s, which a crawl of a quick site needs minutes to unlearn
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0  # stated although it is the default: one page at a time to a slow host
COOKIES_ENABLED = False  # articles are public; no sessions, no tracking: what a redirect sets is kept for that way only

# --- Limits ---
DOWNLOAD_TIMEOUT = 30.0  # seconds for a whole answer; Scrapy: 180
LOOK_TIMEOUT = 120.0  # seconds for all that discover, extract URL and sites add ask for: somebody waits for them
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes, decompressed too; Scrapy: 1 GiB
DOWNLOAD_FAIL_ON_DATALOSS = False  # fetch/wholeness.py fails what breaks off, and passes what is whole
DOWNLOAD_WARNSIZE = 0  # the limit above speaks for itself
REDIRECT_MAX_TIMES = 8  # Scrapy: 20; chains that long are loops
METAREFRESH_MAXDELAY = 5  # seconds; a page that reloads itself later is a page, not a redirect
RETRY_TIMES = 2  # stated although it is the default: then the ledger remembers to try in a later crawl
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # not 429 and 503: those ask to be left alone
BACKOFF_MAX = 120  # seconds; a busy host is waited for so long, one that asks for more is left to a later crawl
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the ledger and the closing summary say it
EXTRACT_WORKERS = 0  # worker processes that read pages; 0 means one a core
EXTRACT_TIMEOUT = 20.0  # seconds of processor time for one page; then its worker is killed and the page has failed
EXTRACT_MEMORY = 1024  # MiB that a worker may take beyond what it starts with

REACTOR_THREADPOOL_MAXSIZE = 512  # Scrapy: 10; names of hosts that are looked up at once, the dead ones slowly

# --- Safety ---
ALLOW_PRIVATE_ADDRESSES = False  # True lets a crawl reach loopback and private networks: tests, the demo, an intranet
TWISTED_DNS_RESOLVER = "crawler.fetch.guard.GuardedResolver"  # where private addresses are refused, on every hop
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy accepts any certificate
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetch.guard.GuardedDownloadHandler",  # says why an address was refused
    "https": "crawler.fetch.guard.GuardedDownloadHandler",
    "file": None,  # a page must not make us read local files or other protocols
    "data": None,
    "ftp": None,
    "s3": None,
}
REMOTE_CONTROL_ENABLED = False  # an open port that runs what it is sent; the part for it is left out below
TELNETCONSOLE_ENABLED = False  # an open port into the process

# --- Parts ---
DOWNLOADER_MIDDLEWARES = {
    "crawler.fetch.pacing.PaceMiddleware": 50,  # a site's own delay, from its entry in sites.toml
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.fetch.robots.RobotsMiddleware": 100,  # errors mean wait, not allow (RFC 9309); Crawl-delay is kept
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "crawler.fetch.identity.IdentityMiddleware": 500,  # adds CONTACT
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.fetch.refreshing.RefreshMiddleware": 580,  # by the head of a page, however large the rest
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.fetch.redirecting.RedirectMiddleware": 600,  # one to what is no address is told from other faults
    "crawler.fetch.backoff.BackoffMiddleware": 560,  # 429 and 503 pause their host; one that is down is left for later
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.fetch.wholeness.WholenessMiddleware": 590,  # a compressed page that is cut off is no page
    "crawler.fetch.cookies.CookieMiddleware": 700,  # some sites send on for ever whoever takes no cookie on the way
    "crawler.visits.copies.CopyMiddleware": 950,  # a story that the site handed out is not fetched again
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # the ledger wants every answer, 404s too
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # spiders lease from the ledger, they do not follow
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # likewise: no page leads to a request
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # the ledger takes in no address that is too long
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the ledger knows what was fetched, for longer than a crawl
ITEM_PIPELINES = {
    "crawler.pipelines.ExtractionPipeline": 100,
    "crawler.pipelines.FilingPipeline": 200,
}
_REMOTE = "scrapy.extensions.remote_control.RemoteControl"
EXTENSIONS_BASE = {name: place for name, place in _SCRAPYS.items() if name != _REMOTE}  # it runs what it is sent
# Switched off by None among the others, it would be loaded all the same, which takes a tenth of a second.
EXTENSIONS = {
    "crawler.console.secrecy.DiscreetLog": 0,  # passwords and keys in addresses are not logged, nor control characters
    "crawler.books.bookkeeping.Bookkeeper": 0,
    "crawler.fetch.leaving.Leaving": 100,
    "crawler.books.progress.ProgressLine": 500,
}

# --- What the terminal shows ---
LOG_FORMATTER = "crawler.console.secrecy.DiscreetFormatter"  # Scrapy writes pages out whole, cookies and all
LOG_LEVEL = "WARNING"  # Scrapy: DEBUG; the progress line and the summary are for people, -L INFO for the rest
STATS_DUMP = False  # the closing summary says it in words
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # a page without an article is counted with its reason, no cause for alarm
