"""Which browser the tests drive, and how it is started."""

import os
import shutil

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: tests and CI may run as root, and the browser sees only our own pages. The rest keeps
# it from calling home.
# The last list of switched-off features wins, so what Playwright switches off is said again. Of our
# own are only the omnibox's pages: each tab draws two of them, which took half of the processor.
FEATURES_OFF = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(FEATURES_OFF),
)


def chromium_path() -> str:
    """The system's own Chromium, or nothing: a downloaded one is never used."""
    given = os.environ.get("CHROMIUM", "")
    return given or next(filter(None, map(shutil.which, CHROMIUMS)), "")
