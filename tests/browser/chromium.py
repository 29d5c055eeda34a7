"""Which browser the tests drive, and how it is started."""

import os
import shutil

# The same engine without windows around it costs half the processor; what people use has a camera.
WINDOWLESS = "chromium-headless-shell"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: tests and CI may run as root, and the browser sees only our own pages. The rest keeps
# it from calling home.
# The last list of switched-off features wins, so what Playwright switches off is said again. Of our
# own are the omnibox's pages, of which each tab draws two, which took half of the processor, and
# the spare process.
FEATURES_OFF = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    "SpareRendererForSitePerProcess",  # a process kept for a next page, at each context's first
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(FEATURES_OFF),
)


def chromium_path(*, whole: bool = False) -> str:
    """The system's own Chromium, or nothing: a downloaded one is never used.

    `whole` asks for the browser as people have it, where it is there.
    """
    given = os.environ.get("CHROMIUM", "")
    names = (*CHROMIUMS, WINDOWLESS) if whole else (WINDOWLESS, *CHROMIUMS)
    return given or next(filter(None, map(shutil.which, names)), "")
