"""Findings under the law of third countries: who is reached, from which day, and what is open until it is known.

The worked examples beside the law speak of the lists; this table speaks of the measures, which stand
beside the decision of the Union and never change it.
"""

from datetime import date

import pytest

from exportrules.decision import Outcome

LICENCE, BANNED, ALLOWED, NOTHING = (
    Outcome.licence_required,
    Outcome.prohibited,
    Outcome.authorised,
    Outcome.no_control_found,
)
UNIT = {"digital_processing_unit": {"complete": True, "list": [{"facts": {}}]}}
PARTIES = {"party": {"complete": True, "list": [{"facts": {"party_role": ["end_user"], "military_user": False}}]}}
CHIP = {
    "kind": "digital_circuit",
    "facts": {
        "is_component": False,
        "total_processing_performance": "4992 TPP",
        "input_output_transfer_rate": "600 Gbyte/s",
        "applicable_die_area": "826 mm^2",
        "designed_or_marketed_for_data_centres": True,
    },
    # what a processor holds is asked for 4A090, which speaks of components too
    "parts": {**UNIT, **PARTIES, "component": {"complete": True, "list": []}},
}
HOME = {
    "origin_country": "TW",
    "us_content_share": "0 percent",
    "direct_product_of_us_technology": False,
    "chinese_rare_earth_value_share": "0 percent",
    "made_with_chinese_rare_earth_technology": False,
}
MADE_BY_US_TECHNOLOGY = {"direct_product_of_us_technology": True}
DEAL = {
    "exporter_state": "NL",
    "dispatch_country": "NL",
    "foreign_licences_held": [],
    "us_licence_exception": "none",
    "origin_licence_binds_reexport": False,
    "aware_of": [],
    "suspects": [],
}


def thing(base=None, without=(), **facts):
    base = base or CHIP
    stated = {**HOME, **base["facts"], **facts}
    return {**base, "facts": {name: value for name, value in stated.items() if name not in without}}


def material(kind, **facts):
    return {"kind": kind, "facts": {"is_component": False, **facts}, "parts": PARTIES}


GALLIUM = material("gallium_material", gallium_or_germanium_product="gallium_metal")
GRAPHITE = material(
    "artificial_graphite", material_purity_share="99.95 percent", flexural_strength="31 MPa", density="1.74 g/cm^3"
)
SCANNER = {
    "kind": "lithography_equipment",
    "facts": {
        "is_component": False,
        "wafer_exposure_mode": "step_and_scan",
        "exposure_radiation": "photo_optical",
        "light_source_wavelength": "193 nm",
        "numerical_aperture": "1.35 ratio",
        "dedicated_chuck_overlay": "2.4 nm",
        "imprint_overlay": "not applicable",
        "smallest_imprinted_feature": "not applicable",
    },
    "parts": PARTIES,
    "judgements": [
        {"term": term, "value": False, "by": "A. Rossi"}
        for term in ("designed", "designed_or_modified", "specially_designed")
    ],
}
EUV_MASK = {
    "kind": "photomask",
    "facts": {"is_component": False, "serves_chip_production": True},
    "parts": {
        **PARTIES,
        "mask_blank": [
            {
                "kind": "mask_substrate",
                "facts": {"has_molybdenum_silicon_reflector": True, "complies_with_semi_p37": True},
                "judgements": [{"term": "specially_designed", "for": "euv_lithography", "value": True, "by": "B."}],
            }
        ],
    },
    "judgements": [{"term": "specially_designed", "for": "euv_lithography", "value": True, "by": "A. Rossi"}],
}
LASER_ANNEALER = material(
    "annealing_equipment",
    serves_chip_production=True,
    heats_300_mm_wafers=True,
    annealing_temperature="1200 degC",
    annealing_time="1 ms",
)
KNOW_HOW = material("technology", concerns_suspended_chinese_goods=True)
DRONE = material("unmanned_aerial_vehicle")
RARE_EARTH_OXIDE = material("chemical", rare_earth_elements=["dysprosium"])
MAGNET = material("permanent_magnet", rare_earth_elements=["dysprosium"])


def case(item, to="CN", without=(), **facts):
    place = dict.fromkeys(("purchasing_country", "consignee_country", "end_user_country", "use_country"), to)
    stated = {**DEAL, **place, **facts}
    return {
        "format": "exportrules.case/1",
        "id": "1",
        "activity": "export",
        "facts": {name: value for name, value in stated.items() if name not in without},
        "item": item,
    }


@pytest.fixture
def foreign(law):
    def run(stated, day, name):
        decision = law.decide(law.read_case(stated), date.fromisoformat(day))
        found = [item for item in decision.foreign if item.measure.path == f"third_country.{name}"]
        if not found:
            return NOTHING, NOTHING
        assert all(item.measure.path not in {other.measure.path for other in decision.findings} for item in found)
        return max(item.floor for item in found), max(item.ceiling for item in found)

    return run


US = thing(**MADE_BY_US_TECHNOLOGY)
SLOW_LINK = thing(input_output_transfer_rate="400 Gbyte/s", **MADE_BY_US_TECHNOLOGY)
SMALL = thing(total_processing_performance="2368 TPP", **MADE_BY_US_TECHNOLOGY)
MIDDLE = thing(total_processing_performance="2400 TPP", applicable_die_area="1000 mm^2", **MADE_BY_US_TECHNOLOGY)
UNRATED = thing(without=("total_processing_performance",), **MADE_BY_US_TECHNOLOGY)
MEMORY = thing(
    material("high_bandwidth_memory", memory_bandwidth="500 Gbyte/s", memory_footprint="200 mm^2"), origin_country="US"
)
ENGINE = material("aircraft_piston_engine", serves_unmanned_aircraft=True, engine_continuous_power="17 kW")
OXIDE = material("antimony_oxide", material_purity_share="99.99 percent")
MAGNET_WITH_CONTENT = thing(MAGNET, chinese_rare_earth_value_share="0.1 percent")
MAGNET_WITH_TRACES = thing(MAGNET, chinese_rare_earth_value_share="0.09 percent")
NO_GALLIUM = thing(GALLIUM, gallium_or_germanium_product="none_of_these")
UNNAMED = thing(GALLIUM, without=("gallium_or_germanium_product",))
COARSE = thing(SCANNER, dedicated_chuck_overlay="2.41 nm")
UNMEASURED = thing(SCANNER, without=("numerical_aperture",))
LEAVES_CHINA, LEAVES_JAPAN = {"dispatch_country": "CN"}, {"dispatch_country": "JP"}
LICENSED = {"foreign_licences_held": ["us", "cn", "jp"]}
MILITARY = {"aware_of": ["military_end_use"]}
CONDITION = ("origin_licence_binds_reexport",)
BOUND = {"origin_country": "CN"}
CHINESE = thing(GALLIUM, **BOUND)
RE_EXPORT = {"origin_licence_binds_reexport": True}
SURE = [
    # ---- United States, October 2022: an accelerator above, one below with a slower link
    ("us.chips_2022", case(US), "2022-10-06", NOTHING),
    ("us.chips_2022", case(US), "2022-10-07", LICENCE),
    ("us.chips_2022", case(US, to="HK"), "2022-10-07", LICENCE),
    ("us.chips_2022", case(US), "2023-11-16", LICENCE),
    ("us.chips_2022", case(US), "2023-11-17", NOTHING),
    ("us.chips_2022", case(US, to="AE"), "2022-10-07", NOTHING),
    ("us.chips_2022", case(US, to="MO"), "2022-12-31", NOTHING),
    ("us.chips_2022", case(US, to="MO"), "2023-02-01", LICENCE),
    ("us.chips_2022", case(SLOW_LINK), "2022-10-07", NOTHING),
    ("us.chips_2022", case(thing()), "2022-10-07", NOTHING),
    ("us.chips_2022", case(US, **LICENSED), "2022-10-07", ALLOWED),
    # ---- November 2023: the slower link no longer helps
    ("us.chips_3a090_a", case(SLOW_LINK), "2023-11-16", NOTHING),
    ("us.chips_3a090_a", case(SLOW_LINK), "2023-11-17", LICENCE),
    ("us.chips_3a090_a", case(SMALL), "2023-11-17", NOTHING),
    ("us.chips_3a090_a", case(US, to="VN"), "2023-11-17", LICENCE),
    ("us.chips_3a090_a", case(US, to="AE"), "2023-11-17", LICENCE),
    ("us.chips_3a090_a", case(US, to="IL"), "2023-11-17", NOTHING),
    ("us.chips_3a090_a", case(US, to="CH"), "2023-11-17", NOTHING),
    ("us.chips_3a090_a", case(thing()), "2023-11-17", NOTHING),
    ("us.chips_3a090_a", case(thing(origin_country="US")), "2023-11-17", LICENCE),
    ("us.chips_3a090_a", case(thing(), dispatch_country="US"), "2023-11-17", LICENCE),
    ("us.chips_3a090_a", case(thing(us_content_share="26 percent")), "2023-11-17", LICENCE),
    ("us.chips_3a090_a", case(thing(us_content_share="25 percent")), "2023-11-17", NOTHING),
    ("us.chips_3a090_a", case(thing(us_content_share="11 percent"), to="IR"), "2023-11-17", LICENCE),
    ("us.chips_3a090_a", case(thing(us_content_share="10 percent"), to="IR"), "2023-11-17", NOTHING),
    ("us.chips_3a090_a", case(US, **LICENSED), "2023-11-17", ALLOWED),
    ("us.chips_3a090_a", case(US, us_licence_exception="nac_or_aca"), "2023-11-17", ALLOWED),
    ("us.chips_3a090_a", case(US, us_licence_exception="lpp"), "2023-11-17", ALLOWED),
    ("us.chips_3a090_a", case(US, us_licence_exception="hbm"), "2023-11-17", LICENCE),
    ("us.chips_3a090_a_worldwide", case(US, to="CH"), "2025-01-14", NOTHING),
    ("us.chips_3a090_a_worldwide", case(US, to="CH"), "2026-07-23", LICENCE),
    ("us.chips_3a090_a_worldwide", case(thing(), to="CH"), "2026-07-23", NOTHING),
    ("us.chips_3a090_b", case(MIDDLE), "2023-11-17", LICENCE),
    ("us.chips_3a090_b", case(MIDDLE), "2023-11-16", NOTHING),
    ("us.chips_3a090_b", case(MIDDLE, us_licence_exception="acm"), "2023-11-17", ALLOWED),
    ("us.chips_3a090_b", case(MIDDLE, us_licence_exception="aia"), "2023-11-17", LICENCE),
    # ---- December 2024: memory
    ("us.memory_3a090_c", case(MEMORY), "2024-12-02", LICENCE),
    ("us.memory_3a090_c", case(MEMORY), "2024-12-01", NOTHING),
    ("us.memory_3a090_c", case(MEMORY, to="MO"), "2024-12-02", LICENCE),
    ("us.memory_3a090_c", case(MEMORY, to="KZ"), "2024-12-02", NOTHING),
    ("us.memory_3a090_c", case(MEMORY, us_licence_exception="hbm"), "2024-12-02", ALLOWED),
    # ---- China, gallium 2023
    ("cn.gallium_germanium", case(thing(GALLIUM), to="US", **LEAVES_CHINA), "2023-07-31", NOTHING),
    ("cn.gallium_germanium", case(thing(GALLIUM), to="US", **LEAVES_CHINA), "2023-08-01", LICENCE),
    ("cn.gallium_germanium", case(thing(GALLIUM), to="US"), "2023-08-01", NOTHING),
    ("cn.gallium_germanium", case(CHINESE, to="US"), "2023-08-01", NOTHING),
    ("cn.gallium_germanium", case(CHINESE, to="US", **RE_EXPORT), "2023-08-01", LICENCE),
    ("cn.gallium_germanium", case(CHINESE, to="US", **LICENSED, **RE_EXPORT), "2023-08-01", ALLOWED),
    ("cn.gallium_germanium", case(NO_GALLIUM, **LEAVES_CHINA), "2023-08-01", NOTHING),
    ("cn.graphite", case(thing(GRAPHITE), to="US", **LEAVES_CHINA), "2023-11-30", NOTHING),
    ("cn.graphite", case(thing(GRAPHITE), to="US", **LEAVES_CHINA), "2023-12-01", LICENCE),
    ("cn.graphite", case(thing(GRAPHITE), to="US"), "2023-12-01", NOTHING),
    ("cn.graphite", case(thing(GRAPHITE, density="1.73 g/cm^3"), **LEAVES_CHINA), "2023-12-01", NOTHING),
    ("cn.drones", case(thing(ENGINE), **LEAVES_CHINA), "2024-08-31", NOTHING),
    ("cn.drones", case(thing(ENGINE), **LEAVES_CHINA), "2024-09-01", LICENCE),
    ("cn.antimony_superhard", case(thing(OXIDE), **LEAVES_CHINA), "2024-09-14", NOTHING),
    ("cn.antimony_superhard", case(thing(OXIDE), **LEAVES_CHINA), "2024-09-15", LICENCE),
    ("cn.minerals_to_the_united_states", case(CHINESE, to="US"), "2024-12-02", NOTHING),
    ("cn.minerals_to_the_united_states", case(CHINESE, to="US"), "2024-12-03", BANNED),
    ("cn.minerals_to_the_united_states", case(CHINESE, to="JP"), "2024-12-03", NOTHING),
    ("cn.minerals_to_the_united_states", case(thing(GALLIUM), to="US"), "2024-12-03", NOTHING),
    ("cn.minerals_to_the_united_states", case(CHINESE, to="US"), "2026-11-23", NOTHING),
    ("cn.suspended_2025", case(thing(material("secondary_cell")), **LEAVES_CHINA), "2026-11-10", NOTHING),
    ("cn.rare_earth_technology_2025", case(thing(KNOW_HOW), **LEAVES_CHINA), "2025-10-08", NOTHING),
    ("cn.rare_earth_technology_2025", case(thing(KNOW_HOW), **LEAVES_CHINA), "2025-11-07", NOTHING),
    ("cn.drones_for_weapons", case(thing(DRONE), **LEAVES_CHINA), "2024-09-01", NOTHING),
    ("cn.minerals_to_the_united_states", case(thing(GALLIUM), to="US", **LEAVES_CHINA), "2024-12-03", BANNED),
    ("cn.rare_earths_abroad", case(MAGNET_WITH_CONTENT, to="US"), "2026-11-10", NOTHING),
    ("cn.rare_earths_abroad", case(MAGNET_WITH_TRACES, to="US"), "2026-11-11", NOTHING),
    ("cn.rare_earths_abroad_2025", case(thing(MAGNET, **BOUND), to="US"), "2025-11-07", NOTHING),
    # ---- Japan
    ("jp.semiconductor_equipment", case(thing(SCANNER), **LEAVES_JAPAN), "2023-07-22", NOTHING),
    ("jp.semiconductor_equipment", case(thing(SCANNER), **LEAVES_JAPAN), "2026-02-14", LICENCE),
    ("jp.semiconductor_equipment", case(thing(EUV_MASK), **LEAVES_JAPAN), "2026-02-14", LICENCE),
    ("jp.semiconductor_equipment", case(thing(LASER_ANNEALER), **LEAVES_JAPAN), "2026-02-14", LICENCE),
    ("jp.semiconductor_equipment", case(COARSE, **LEAVES_JAPAN), "2026-02-14", NOTHING),
    ("jp.semiconductor_equipment", case(thing(SCANNER)), "2026-02-14", NOTHING),
    ("jp.semiconductor_equipment", case(thing(SCANNER, origin_country="JP")), "2026-02-14", NOTHING),
    ("jp.semiconductor_equipment", case(thing(SCANNER, origin_country="JP"), **RE_EXPORT), "2026-02-14", LICENCE),
    ("jp.semiconductor_equipment", case(thing(SCANNER), **LEAVES_JAPAN, **LICENSED), "2026-02-14", ALLOWED),
]  # fmt: skip


@pytest.mark.parametrize(("name", "stated", "day", "outcome"), SURE)
def test_the_foreign_finding(foreign, name, stated, day, outcome):
    assert foreign(stated, day, name) == (outcome, outcome)


UNREACHED = ("direct_product_of_us_technology", "us_content_share")
OPEN = [
    ("us.chips_2022", case(thing(without=UNREACHED)), "2022-10-07", LICENCE),
    ("us.chips_2022", case(US, to="MO"), "2023-01-15", LICENCE),
    ("us.chips_3a090_a", case(thing(without=(*UNREACHED, "origin_country"))), "2023-11-17", LICENCE),
    ("us.chips_3a090_a", case(UNRATED), "2023-11-17", LICENCE),
    ("us.chips_3a090_a_worldwide", case(US, to="CH"), "2025-01-15", LICENCE),
    ("cn.gallium_germanium", case(CHINESE, without=CONDITION), "2023-08-01", LICENCE),
    ("cn.gallium_germanium", case(UNNAMED, **LEAVES_CHINA), "2023-08-01", LICENCE),
    ("cn.graphite", case(thing(GRAPHITE, without=("density",)), **LEAVES_CHINA), "2023-12-01", LICENCE),
    ("cn.drones_2023", case(thing(material("unmanned_aerial_vehicle")), **LEAVES_CHINA), "2023-09-01", LICENCE),
    ("cn.drones", case(thing(material("unmanned_aerial_vehicle")), **LEAVES_CHINA), "2024-09-01", LICENCE),
    ("cn.aerospace", case(thing(material("polyethylene_fibre")), **LEAVES_CHINA), "2024-07-01", LICENCE),
    ("cn.strategic_minerals", case(thing(material("tungsten_material")), **LEAVES_CHINA), "2025-02-04", LICENCE),
    ("cn.rare_earths", case(thing(MAGNET), **LEAVES_CHINA), "2025-04-04", LICENCE),
    ("cn.suspended_2025", case(thing(material("secondary_cell")), **LEAVES_CHINA), "2026-11-11", LICENCE),
    ("cn.rare_earths_abroad", case(MAGNET_WITH_CONTENT, to="US"), "2026-11-11", LICENCE),
    ("cn.rare_earths_abroad_2025", case(thing(MAGNET, **BOUND), to="US"), "2025-10-09", LICENCE),
    ("cn.rare_earths_abroad_2025", case(thing(RARE_EARTH_OXIDE, **BOUND), to="US"), "2025-10-09", LICENCE),
    ("cn.rare_earth_technology_2025", case(thing(KNOW_HOW), **LEAVES_CHINA), "2025-10-09", LICENCE),
    ("cn.rare_earth_technology_2025", case(thing(KNOW_HOW), **LEAVES_CHINA), "2025-11-06", LICENCE),
    ("cn.drones_for_weapons", case(thing(DRONE), **MILITARY, **LEAVES_CHINA), "2024-09-01", BANNED),
    ("cn.minerals_to_the_united_states", case(CHINESE, to="US"), "2025-11-15", BANNED),
    ("cn.minerals_to_the_united_states_again", case(CHINESE, to="US"), "2026-11-28", BANNED),
    ("cn.military_users_in_the_united_states", case(CHINESE, to="US", **MILITARY), "2024-12-03", BANNED),
    ("cn.military_users_in_japan", case(CHINESE, to="JP", **MILITARY), "2026-01-06", BANNED),
    # the text before 2026-02-14 was not read
    ("jp.semiconductor_equipment", case(thing(SCANNER), **LEAVES_JAPAN), "2023-07-23", LICENCE),
    ("jp.semiconductor_equipment", case(UNMEASURED, **LEAVES_JAPAN), "2026-02-14", LICENCE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "stated", "day", "ceiling"), OPEN)
def test_the_foreign_finding_is_open(foreign, name, stated, day, ceiling):
    assert foreign(stated, day, name) == (NOTHING, ceiling)


def test_a_thing_of_another_kind_is_untouched(law):
    """Nothing is known of its origin or content, and no foreign law is open for it all the same."""
    plain = {"kind": "deep_hole_drilling_machine", "facts": {"is_component": False}, "parts": PARTIES}
    stated = case(plain, to="US", without=("origin_licence_binds_reexport", "foreign_licences_held"))
    decision = law.decide(law.read_case(stated), date(2026, 7, 1))
    assert not [item.measure.path for item in decision.foreign if item.ceiling != NOTHING]
