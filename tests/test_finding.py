"""Phrases that a new user would type reach the right entry of Annex I."""

import pytest

from exportrules.finding import Finder

ANNEX = "eu.dual_use.annex_i"

# phrase, and the entries of which one has to be among the first five
PHRASES = [
    ("wideband ADC 12 bit", "3A001"),
    ("pressure transmitter", "2B230"),
    ("CNC lathe", "2B001"),
    ("machining centre", "2B001"),
    ("carbon fibre roving", "1C010"),
    ("carbon fiber roving", "1C010"),
    ("cobot", "2B007"),
    ("bulletproof vest", "1A005"),
    ("spectrum analyzer", "3A002"),
    ("GaN MMIC power amplifier", "3A001"),
    ("radiation hardened FPGA", "3A001"),
    ("arbitrary waveform generator DAC", "3A001 3A002"),
    ("travelling wave tube", "3A001"),
    ("high energy density battery cell", "3A001"),
    ("superconducting magnet", "3A001"),
    ("high voltage IGBT module", "3A001"),
    ("solar cell for satellites", "3A001"),
    ("SAW filter", "3A001"),
    ("spectrum analyser", "3A002"),
    ("real time oscilloscope", "3A002"),
    ("vector network analyser", "3A002"),
    ("rubidium atomic clock", "3A002"),
    ("data acquisition card", "3A002"),
    ("spark gap trigger", "3A228"),
    ("variable frequency drive", "3A225"),
    ("mass spectrometer", "3A233"),
    ("neutron generator", "3A231"),
    ("AI accelerator chip", "3A501 4A507"),
    ("GPU for data centre", "3A501 4A507"),
    ("cryo CMOS chip", "3A501"),
    ("josephson parametric amplifier", "3A501"),
    ("FPGA emulation board", "3A502"),
    ("dilution refrigerator", "3A504"),
    ("pulse tube cryocooler", "3A504"),
    ("EUV pellicle", "3B001 3B501"),
    ("EUV mask blank", "3B001 3B501"),
    ("atomic layer deposition tool", "3B001 3B501"),
    ("immersion scanner DUV", "3B001 3B501"),
    ("plasma etching equipment", "3B001 3B501"),
    ("electron beam lithography", "3B001 3B501"),
    ("molecular beam epitaxy", "3B001 3B501"),
    ("wafer prober at low temperature", "3B504"),
    ("scanning electron microscope for chips", "3B503"),
    ("wafer tester", "3B002"),
    ("photoresist for EUV", "3C002"),
    ("gallium nitride wafer", "3C001 3C005 3C006"),
    ("isotopically enriched silicon", "3C507 3C508 3C509"),
    ("arsine gas high purity", "3C004"),
    ("EDA software", "3D006"),
    ("GAAFET technology", "3E505"),
    ("quantum computer", "4A506"),
    ("superconducting qubit chip", "4A506"),
    ("neuromorphic computer", "4A004"),
    ("optical computer", "4A004"),
    ("supercomputer", "4A003"),
    ("rugged computer for rockets", "4A101"),
    ("radiation hardened computer", "4A001"),
    ("intrusion software", "4D004"),
    ("spyware", "4D004 4A005"),
    ("zero day exploit", "4E001 4D004"),
    ("vulnerability disclosure technology", "4E001"),
    ("AI server", "4A507"),
    ("fibre optic cable", "5A001"),
    ("IMSI catcher", "5A001"),
    ("phone jammer", "5A001"),
    ("phased array antenna 5G", "5A001"),
    ("underwater acoustic modem", "5A001"),
    ("direction finder radio", "5A001"),
    ("passive radar", "5A001"),
    ("IED jammer", "5A001"),
    ("deep packet inspection surveillance", "5A001"),
    ("lawful interception software", "5D001"),
    ("telemetry for missiles", "5A101"),
    ("frequency hopping radio", "5A001 5A002"),
    ("mass market encryption software", "5D002"),
    ("VPN router", "5A002"),
    ("encrypted phone", "5A002"),
    ("hardware security module", "5A002"),
    ("smart card", "5A002"),
    ("quantum key distribution", "5A002"),
    ("post quantum cryptography", "5A002"),
    ("cryptanalysis tool", "5A004"),
    ("password cracking", "5A004"),
    ("forensic phone extraction", "5A004"),
    ("TEMPEST shielding", "5A003"),
    ("licence key that turns on encryption", "5A002 5D002"),
    ("five axis milling machine", "2B001"),
    ("carbon fibre", "1C010 1C210"),
    ("maraging steel", "1C216"),
    ("gas centrifuge", "0B001"),
    ("ring laser gyroscope", "7A002 7A102 7A003"),
    ("thermal imaging camera", "6A003"),
    ("hydrophone", "6A001"),
    ("autonomous underwater vehicle", "8A001"),
    ("turbojet engine", "9A001 9A101"),
    ("drone", "9A012"),
    ("high speed digitizer", "3A002 3A001"),
    ("16-bit ADC 100 MSPS", "3A001"),
    ("Ka-band solid state power amplifier", "3A001"),
    ("klystron", "3A001"),
    ("YIG filter", "3A001"),
    ("SiC MOSFET", "3A001 3C005"),
    ("lithium battery", "3A001"),
    ("krytron", "3A228"),
    ("Marx generator", "3A229"),
    ("cesium clock", "3A002"),
    ("signal generator 67 GHz", "3A002"),
    ("low temperature amplifier for qubits", "3A501 4A506"),
    ("optical lithography stepper", "3B001 3B501"),
    ("ion implanter", "3B001 3B501"),
    ("cluster tool", "3B001 3B501"),
    ("nanoimprint", "3B001 3B501"),
    ("wafer cleaning tool", "3B001 3B501"),
    ("electron beam resist", "3C002"),
    ("SiC substrate", "3C005 3C006"),
    ("trimethylgallium", "3C003"),
    ("phosphine", "3C004"),
    ("OPC software", "3D003 3D006"),
    ("process recipe for gate-all-around", "3E505"),
    ("cloud server", "4A003 5A002 4A507"),
    ("trapped ion quantum processor", "4A506"),
    ("HPC cluster", "4A003"),
    ("malware development kit", "4D004 4E001"),
    ("software defined radio", "5A001"),
    ("satellite phone", "5A002"),
    ("encrypted USB drive", "5A002"),
    ("firewall", "5A002"),
    ("WiFi access point", "5A002"),
    ("end to end encrypted messenger app", "5D002"),
    ("Kyber lattice cryptography", "5A002"),
    ("key management server", "5A002"),
    ("software library for AES", "5D002"),
    ("GSM interception system", "5A001"),
    ("VHF jammer", "5A001"),
    ("underwater communications", "5A001"),
    ("submarine cable", "8A002 5A001 5A003"),
    ("laser communication technology", "5E001"),
]


@pytest.fixture(scope="module")
def finder(law):
    return Finder(law.book)


def find_entries(finder, phrase):
    return [hit.code.split(".")[0] for hit in finder.find(phrase, most=5, ruleset=ANNEX)]


@pytest.mark.parametrize(("phrase", "wanted"), PHRASES)
def test_phrase_reaches_entry(finder, phrase, wanted):
    assert set(wanted.split()) & set(find_entries(finder, phrase))


@pytest.mark.parametrize(("kind", "wanted"), [("dilution refrigerator", "3A504"), ("nano imprint tool", "3B001")])
def test_narrower_kind_leads_to_the_entry_of_the_wider_one(finder, kind, wanted):
    assert wanted in find_entries(finder, kind)


def test_what_a_note_frees_leads_to_the_paragraph_of_the_note(finder):
    assert find_entries(finder, "smart card reader")[0] == "5A002"


def test_a_cas_number_leads_to_its_entry(finder):
    # thionyl chloride
    assert find_entries(finder, "7719-09-7") == ["1C350"]
    # one digit off is another substance, or none
    assert find_entries(finder, "7719-09-8") == []


@pytest.mark.parametrize("phrase", ["", "the of and", "zzzzzz", "."])
def test_nothing_to_find(finder, phrase):
    assert finder.find(phrase, ruleset=ANNEX) == ()


def test_hits_are_of_the_named_ruleset_and_no_more_than_asked(finder):
    hits = finder.find("amplifier", most=2, ruleset=ANNEX)
    assert len(hits) == 2
    assert {hit.ruleset for hit in hits} == {ANNEX}


def test_hits_are_ordered_and_of_different_entries(finder):
    hits = finder.find("optical fibre", most=10, ruleset=ANNEX)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    entries = [(hit.ruleset, hit.code.split(".")[0]) for hit in hits]
    assert len(set(entries)) == len(entries)
