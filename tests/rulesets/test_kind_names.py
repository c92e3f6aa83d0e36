"""Kinds of items: what is called by a narrower name of a thing is that thing.

A stated kind that shares nothing with the one that a paragraph asks for answers no. So a kind that bears the name of
another with words before it (`air_compressor`, `compressor`) lies below it, else who states the narrower one is told
that a paragraph about the wider does not apply.
"""

from __future__ import annotations

from exportrules import Rules

ON_LAND = "the vehicles of the lists of equipment for repression run on land"
ANOTHER_THING = {
    ("digital_array_processor", "array_processor"): "a circuit, and a computer",
    ("step_and_repeat_camera", "camera"): "it exposes masks, and is no imaging camera",
    ("deuterium_fluoride_carbon_dioxide_laser", "carbon_dioxide_laser"): "a transfer laser of two media",
    ("dive_computer", "computer"): "an instrument for divers",
    ("fluoride_fibre_preform", "fibre_preform"): "glass to be drawn, and fibres to be impregnated",
    ("optical_fibre_preform", "fibre_preform"): "glass to be drawn, and fibres to be impregnated",
    ("faraday_isolator", "isolator"): "an optical component, and a cabinet for biological work",
    ("frequency_mixer", "mixer"): "a microwave component, and a machine",
    ("harmonic_mixer", "mixer"): "a microwave component, and a machine",
    ("ion_plating_equipment", "plating_equipment"): "coating by ions, and by baths for circuit boards",
    ("motion_simulator", "simulator"): "it moves what is tested, and does not train people",
    ("centrifuge_motor_stator", "stator"): "of a motor, and of a gas turbine",
    ("energy_storage_circuit", "storage_circuit"): "of energy, and of data",
    **dict.fromkeys(
        (
            (name, "vehicle")
            for name in (
                "autonomous_underwater_vehicle", "fully_skirted_surface_effect_vehicle", "reentry_vehicle",
                "remotely_operated_underwater_vehicle", "rigid_sidewall_surface_effect_vehicle", "space_launch_vehicle",
                "space_vehicle", "submersible_vehicle", "surface_effect_vehicle", "unmanned_aerial_vehicle",
            )
        ),
        ON_LAND,
    ),
}  # fmt: skip
"""Where the same word means another thing: the narrower and the wider name, and what each is."""


def narrower_names(law: Rules) -> list[tuple[str, str]]:
    """Pairs of kinds of which one bears the name of the other, with words before it."""
    kinds = law.program.vocabulary.kinds
    return [
        (name, name[place + 1 :])
        for name in sorted(kinds)
        for place, letter in enumerate(name)
        if letter == "_" and name[place + 1 :] in kinds
    ]


def test_a_narrower_name_lies_below_the_wider_one(law: Rules) -> None:
    kinds = law.program.vocabulary.kinds
    found = {pair for pair in narrower_names(law) if pair[1] not in kinds[pair[0]].above}
    assert found == set(ANOTHER_THING)
