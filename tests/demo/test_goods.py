"""The range: always the same, as large as promised, and with the dimensions that the norms give."""

import hashlib
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.apps.demo.goods import nuts, screws
from fondaco.apps.demo.goods.article import ERPS, Article, check_digit, gtin13
from fondaco.apps.demo.goods.catalogue import CATEGORIES, selection, whole_range
from fondaco.apps.demo.goods.drives import BORES, DIMENSIONS
from fondaco.apps.demo.pictures.motifs import draw


def family(articles: tuple[Article, ...], start: str) -> list[Article]:
    return [article for article in articles if article.category == start]


def test_the_range_is_as_large_as_promised_and_every_erp_has_a_share() -> None:
    articles = whole_range()
    assert len(articles) >= 8000
    assert len({article.sku for article in articles}) == len(articles)
    assert set(Counter(article.erp for article in articles)) == set(ERPS)
    assert min(Counter(article.erp for article in articles).values()) >= 1000
    named = {path for path, _, _ in CATEGORIES}
    assert {article.category for article in articles} <= named
    assert {path.split("/")[0] for path in named} <= named


@pytest.mark.slow
def test_the_range_is_the_same_every_time() -> None:
    def digest() -> str:
        return hashlib.sha256("".join(repr(article) for article in whole_range()).encode()).hexdigest()

    first = digest()
    whole_range.cache_clear()
    assert digest() == first


def test_every_article_has_texts_in_two_languages_and_can_be_sold() -> None:
    for article in whole_range():
        assert article.de, article.sku
        assert article.en, article.sku
        assert article.de != article.en, article.sku
        assert article.text_de.strip(), article.sku
        assert article.properties, article.sku
        assert article.list_price > article.cost > 0, article.sku
        assert article.multiple >= 1, article.sku
        assert article.box == 0 or article.box % article.multiple == 0, article.sku


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_gtin_has_thirteen_digits_and_its_weighted_sum_is_a_multiple_of_ten(number: int) -> None:
    gtin = gtin13(number)
    assert len(gtin) == 13
    assert gtin.startswith("200"), "the range that GS1 keeps for use inside a company"
    assert sum(int(digit) * (1 if place % 2 == 0 else 3) for place, digit in enumerate(gtin)) % 10 == 0


def test_the_check_digit_of_a_published_example() -> None:
    # GS1 General Specifications, 7.9.1: 629104150021 has the check digit 3.
    assert check_digit("629104150021") == "3"


def test_gtins_are_unique_in_the_range() -> None:
    gtins = [article.gtin for article in whole_range()]
    assert len(set(gtins)) == len(gtins)


def test_threads_follow_iso_261_and_heads_are_larger_than_shanks() -> None:
    for smaller, larger in pairwise(screws.THREADS):
        assert smaller.d < larger.d
        assert smaller.pitch <= larger.pitch
        assert smaller.s < larger.s
        assert smaller.k < larger.k
    for thread in screws.THREADS:
        assert thread.s > thread.d
        assert thread.dk > thread.d
        assert thread.pitch < thread.d / 4
        assert thread.dc == 0 or thread.dc > thread.d
    assert screws.BY_NAME["M8"].pitch == 1.25
    assert screws.BY_NAME["M8"].s == 13


def test_mass_grows_with_length_and_a_known_screw_weighs_what_tables_say() -> None:
    for norm in screws.NORMS:
        for thread in screws.THREADS:
            masses = [screws.mass(norm=norm.number, thread=thread, length=length) for length in screws.LENGTHS[6:]]
            assert all(a < b for a, b in pairwise(masses)), (norm.number, thread.name)
    # Tables give about 20 kg for 1,000 screws DIN 933 M8x40.
    grams = screws.mass(norm="933", thread=screws.BY_NAME["M8"], length=40)
    assert 17 < grams < 23


def test_washers_fit_over_their_screws_and_wide_ones_are_wider() -> None:
    for d, (hole, outside, thickness) in nuts.WASHERS.items():
        assert d < hole < outside
        assert 0 < thickness < d
    for d, (hole, outside, _) in nuts.WIDE_WASHERS.items():
        assert d < hole
        assert outside > nuts.WASHERS[d][1]
    assert [nuts.NUT_HEIGHTS[d] for d in sorted(nuts.NUT_HEIGHTS)] == sorted(nuts.NUT_HEIGHTS.values())


def test_bearings_follow_iso_15_bore_codes_and_series() -> None:
    assert [BORES[code] for code in (0, 1, 2, 3, 4, 20)] == [10, 12, 15, 17, 20, 100]
    for code, bore in BORES.items():
        (light, light_width), (medium, medium_width), (heavy, heavy_width) = (
            DIMENSIONS[series][code] for series in ("60", "62", "63")
        )
        assert bore < light < medium < heavy
        assert light_width <= medium_width <= heavy_width
    assert DIMENSIONS["62"][4] == (47, 14), "6204 is 20 x 47 x 14"


def test_wider_screws_of_one_family_cost_more() -> None:
    found = {article.sku: article for article in family(whole_range(), "screws/933")}
    assert found["933-M8x40-88V"].cost < found["933-M12x40-88V"].cost < found["933-M12x80-88V"].cost
    assert found["933-M8x40-88V"].cost < found["933-M8x40-A2"].cost < found["933-M8x40-A4"].cost


def test_pictures_are_drawings_without_scripts_and_few_for_many() -> None:
    pictures = {article.picture for article in whole_range()}
    assert len(pictures) < len(whole_range()) / 8
    for picture in pictures:
        drawn = draw(picture)
        assert drawn.startswith(b"<svg ")
        assert drawn.endswith(b"</svg>")
        assert b"<script" not in drawn
        assert b"nan" not in drawn
        assert len(drawn) < 6000


def test_a_small_selection_still_has_every_category() -> None:
    small = selection(0.02)
    assert len(small) < 500
    assert {article.category for article in small} == {article.category for article in whole_range()}
    known = {article.sku for article in small}
    assert all(set(article.accessories) <= known for article in small)
