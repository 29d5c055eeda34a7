"""Small things that somebody new missed: ways on, the sum that comes along, where a link opens."""

import re
import uuid
from html import unescape

import pytest
from django.test import Client

from tests.cast import Cast
from wastebank.files.importing.kept import begin_import

pytestmark = pytest.mark.page


@pytest.fixture
def office(cast: Cast, settings: object) -> Client:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.maya)
    return client


def shown(client: Client, path: str, host: str = "bank.example") -> str:
    return unescape(client.get(path, headers={"host": host}).content.decode())


def test_clinics_lead_to_their_lists_and_so_does_the_page_of_places(office: Client) -> None:
    for page, words in (
        ("/office/clinics/", ("Tariffs", "List of clinics", "New clinic", "Visits, as sums")),
        ("/office/staff/places/", ("New clinic", "List of clinics")),
        ("/office/setup/clinic/", ("From a file",)),
    ):
        text = shown(office, page)
        links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', text, re.DOTALL)
        for word in words:
            ways = [href for href, inside in links if word in inside]
            assert ways, (page, word)
            assert office.get(ways[0], headers={"host": "bank.example"}).status_code == 200, ways


def test_the_first_clinic_comes_from_a_file(cast: Cast, office: Client) -> None:
    """For whom there is none the step leads to the list of clinics, else to the tariffs."""
    assert "/clinic/tariffs/import/" in shown(office, "/office/setup/clinic/")
    office.force_login(cast.tono)
    assert "/office/clinics/import/" in shown(office, "/office/setup/clinic/")


def test_the_sum_that_comes_along_stands_beside_the_key(cast: Cast, office: Client) -> None:
    key, data = uuid.uuid4(), b"Nama,Nomor lama,Saldo\nAni,5,1.300\nBudi,6,2.000\nCitra,7,0\n"
    begin_import(key=key, by=cast.maya, kind="members", place="MLT", name="x.csv", data=data)
    text = shown(office, f"/office/members/import/{key}/")
    golden = re.sub(r"<[^>]+>", " ", text.partition("is-golden")[2].partition("</dl>")[0])
    assert re.search(r"Opening balance\s+Rp3,300\s+Of members\s+2", golden), golden


def test_a_link_that_opens_here_alone_says_so(cast: Cast, office: Client) -> None:
    words = "This address opens on this machine alone."
    for host, is_said in (("localhost", True), ("bank.example", False)):
        answer = office.post(
            f"/office/staff/people/{cast.sari.username}/link/",
            {"key": str(uuid.uuid4())},
            headers={"host": host},
            follow=True,
        )
        assert (words in answer.content.decode()) == is_said, host
