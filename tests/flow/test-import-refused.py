# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that palierctl cannot take, each as a user has it, and what is said of it in French and in
English: nothing is imported, and it ends with 1. Then rows that are read although something about
them is odd, and how that is said."""

import io
import os
import pathlib
import resource
import subprocess
import zipfile

import flow

story = flow.Story()
space = flow.Workspace()
story.at_end(space.remove)


def packed(*files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return out.getvalue()


def workbook(sheet, *more):
    """An .xlsx of one sheet."""
    relation = "<Relationships><Relationship Id='a' Type='x/{}' Target='{}'/></Relationships>"
    return packed(("[Content_Types].xml", "<Types/>"),
                  ("_rels/.rels", relation.format("officeDocument", "xl/workbook.xml")),
                  ("xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='A' r:id='a'/></sheets></workbook>"),
                  ("xl/_rels/workbook.xml.rels", relation.format("worksheet", "worksheets/sheet1.xml")),
                  ("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>"), *more)


def with_password():
    """An archive whose only file says of itself that it is encrypted."""
    archive = bytearray(packed(("a.csv", "douze octets de sel, puis le texte")))
    archive[6] |= 1
    archive[archive.find(b"PK\1\2") + 8] |= 1
    return bytes(archive)


def container(stream):
    """The container of an old workbook whose stream has another name."""
    old = (flow.SOURCE / "tests/data/import/contacts.xls").read_bytes()
    name, wide = "Workbook".encode("utf-16-le"), stream.encode("utf-16-le")
    at = old.find(name + b"\0\0")
    return old[:at] + wide.ljust(64, b"\0") + len(wide + b"\0\0").to_bytes(2, "little") + old[at + 66:]


MESSAGES = {
    "empty": ("Ce fichier est vide.", "This file is empty."),
    "no-table": ("Ce fichier n’est pas un tableau de contacts.", "This file is not a table of contacts."),
    "password": ("Ce fichier est protégé par un mot de passe.", "This file is protected by a password."),
    "damaged": ("Ce fichier est endommagé.", "This file is damaged."),
    "too-big": ("Une fois décompressé, ce fichier dépasse toute liste", "This file unpacks to more than any list"),
    "no-sheet": ("Ce fichier n’a pas de feuille de ce nom", "This file has no sheet of that name"),
    "old": ("C’est un classeur binaire (.xlsb)", "This is a binary workbook (.xlsb)"),
    "archive": ("Cette archive ne contient aucun tableau lisible.", "This archive holds no table that can be read."),
    "mails": ("Ce sont des e-mails", "These are e-mails"),
    "document": ("C’est un document texte", "This is a text document"),
    "page": ("Cette page web ne contient aucun tableau.", "This web page holds no table."),
    "xml": ("Ce fichier XML est d’un type inconnu.", "This XML file is of no known kind."),
    "unreadable": ("Ce fichier ne peut pas être lu.", "This file cannot be read."),
    "gone": ("Le fichier n’est plus là", "The file is not there any more"),
}

FILES = [
    ("no byte.csv", b"", "empty"),
    ("spaces.csv", b" \r\n;;;\r\n \x1a", "empty"),
    ("blank.xlsx", workbook("<row r='1'><c r='A1'/></row>"), "empty"),
    ("no card.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", "empty"),
    ("program.csv", b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff", "no-table"),
    ("noise.csv", bytes(range(256)) * 20, "no-table"),
    ("calendar.csv", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no-table"),
    ("contacts.ldif", b"dn: cn=A\nobjectclass: person\ncn: A\n", "no-table"),
    ("contacts.slk", b'ID;PWXL;N;E\r\nC;Y1;X1;K"Nom"\r\nE\r\n', "no-table"),
    ("contacts.json", b'[{"nom": "Petit"}]', "no-table"),
    ("password.xlsx", container("EncryptedPackage"), "password"),
    ("password.xls", b"\x09\x08\x10\0\0\x06\5\0" + bytes(12) + b"\x2f\0\2\0\0\0\x0a\0\0\0", "password"),
    ("password.zip", with_password(), "password"),
    ("password.ods", packed(("META-INF/manifest.xml", "<encryption-data/>"), ("content.xml", "x")), "password"),
    ("cut.xlsx", workbook("<row r='1'><c r='A1'><v>1</v></c></row>")[:400], "damaged"),
    ("cut sheet.xlsx", workbook("<row r='1'><c r='A1'><v>1</v></c></row><row"), "damaged"),
    ("entities.xlsx", workbook("<row/>", ("xl/sharedStrings.xml", "<!DOCTYPE x [<!ENTITY a 'aa'>]><sst/>")), "damaged"),
    ("no strings.xlsx", workbook("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"), "damaged"),
    ("cut.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "damaged"),
    ("checksum.zip", packed(("a.csv", "Nom;Ville\nRoy;Brest\n"), method=zipfile.ZIP_STORED).replace(b"Roy", b"Rox", 1), "damaged"),
    ("bomb.zip", packed(("a.csv", b"a" * (80 << 20))), "too-big"),
    ("bomb.ods", packed(("content.xml", "<d xmlns:t='t' xmlns:x='x'><t:table><t:table-row t:number-rows-repeated='99999999'>"
                         "<t:table-cell t:number-columns-repeated='9999'><x:p>a</x:p></t:table-cell></t:table-row></t:table></d>")),
     "too-big"),
    ("no sheet.ods", packed(("content.xml", "<x/>")), "no-sheet"),
    ("binary.xlsb", packed(("xl/workbook.bin", "x")), "old"),
    ("of 1992.xls", b"\x09\x04\x06\0\0\0\x10\0\0\0", "old"),
    ("pictures.zip", packed(("a.jpg", "x")), "archive"),
    ("twice.zip", packed(("a.csv", packed(("b.csv", "Nom;Ville\n")))), "archive"),
    ("nothing.zip", packed(), "archive"),
    ("letters.csv", b"From a@b.example Thu Jan 1\nReceived: from x\n\ny", "mails"),
    ("letter.msg", container("__properties_version1.0"), "mails"),
    ("letter.xlsx", packed(("word/document.xml", "<x/>")), "document"),
    ("letter.doc", container("WordDocument"), "document"),
    ("page.xls", b"<html><body><p>Bonjour</p></body></html>", "page"),
    ("sheet of 2003.xls", b"<?xml version='1.0'?><Workbook><Worksheet/></Workbook>", "xml"),
]


def assert_refused(path, message, **options):
    for language, locale, words in zip(("fr", "en"), ("fr_FR.UTF-8", "en_US.UTF-8"), MESSAGES[message]):
        said = space.ctl("import", path, code=1, LANGUAGE=language, LC_ALL=locale).words
        nothing = {"fr": "Rien n’a été importé.", "en": "Nothing was imported."}[language]
        assert words in said and nothing in said, (path.name, language, said)
    assert space.ctl("prospects").rows == [], path.name


@story.step
def test_init():
    """an empty base"""
    space.ctl("init")


def refuse(name, content, message):
    def test():
        path = space.folder / name
        path.write_bytes(content)
        assert_refused(path, message)

    test.__doc__ = f"{name}: {message}"
    story.step(test)


for case in FILES:
    refuse(*case)


@story.step
def test_no_file():
    """a file that is not there, a folder, a device"""
    assert_refused(space.folder / "gone.csv", "gone")
    assert_refused(space.folder, "unreadable")
    assert_refused(pathlib.Path("/dev/null"), "unreadable")


@story.step
def test_forbidden():
    """a file that others may read, and this user may not"""
    path = space.folder / "forbidden.csv"
    path.write_bytes(b"Nom;Ville\nRoy;Brest\n")
    path.chmod(0)
    # Who is root may read all, unless he gives that up.
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    run = subprocess.run([*drop, *space.command("import", path)], env=space.env, capture_output=True, text=True, timeout=100)
    assert run.returncode == 1 and "ne peut pas être lu. Rien n’a été importé. Vérifiez ses droits." in run.stderr, run
    path.chmod(0o600)
    assert space.ctl("import", path).row["created"] == 1
    space.ctl("undo")


@story.step
def test_full_disk():
    """no room for what is unpacked"""
    path = space.folder / "large.zip"
    path.write_bytes(packed(("a.csv", "Nom;Ville\n" + "".join(f"Roy{i};Brest\n" for i in range(100_000)))))

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    run = subprocess.run(space.command("import", path), env=space.env, capture_output=True, text=True,
                         timeout=100, preexec_fn=limit, restore_signals=False)
    assert run.returncode == 1 and "disque" in run.stderr and "plein" in run.stderr, run
    assert space.ctl("prospects").rows == []


ODD = [
    ("ragged.csv", b"Nom;E-mail;Ville\nRoy;a@b.example\n", "Plus ou moins de cellules que l’en-tête"),
    ("unclosed.csv", b'Nom;E-mail\n"Roy;a@b.example\nPetit;c@d.example\nNoir;e@f.example\n', "Un guillemet n’est jamais fermé"),
    ("letters.csv", "Prénom;Société;E-mail;Ville\nZoé;Été à Sète;a@b.example;Orl".encode() + b"\xe9ans\n", "Des lettres étrangères à l’encodage"),
    ("long.csv", b"Nom;E-mail;Note\nRoy;a@b.example;" + b"x" * (2 << 20) + b"\n", "trop longue"),
    ("wide.csv", ("Nom;E-mail" + ";x" * 5000 + "\nRoy;a@b.example" + ";" * 5000 + "\n").encode(), "trop longue"),
    ("hidden.xlsx", workbook("<row r='1'><c t='str'><v>Nom</v></c><c t='str'><v>E-mail</v></c></row>"
                             "<row r='2' hidden='1'><c t='str'><v>Roy</v></c><c t='str'><v>a@b.example</v></c></row>"),
     "Masquée dans la feuille"),
    ("lost.xlsx", workbook("<row r='1'><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='str'><v>Ville</v></c></row>"
                           "<row r='2'><c t='str'><v>Roy</v></c><c t='str'><v>a@b.example</v></c><c t='s'><v>9</v></c></row>",
                           ("xl/sharedStrings.xml", "<sst><si><t>Nom</t></si><si><t>E-mail</t></si></sst>")),
     "Le texte d’une cellule manque dans le classeur"),
]


def large_parts():
    """A workbook whose parts carry sizes of 64 bits, as programs write that do not know them before."""
    whole = zipfile.ZipFile(io.BytesIO(workbook("".join(
        f"<row r='{n}'><c t='str'><v>{name}</v></c><c t='str'><v>{mail}</v></c></row>"
        for n, (name, mail) in enumerate([("Nom", "E-mail"), ("Roy", "a@b.example"), ("Petit", "c@d.example")], 1)))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(whole.read(name))
    return out.getvalue()


@story.step
def test_large_parts():
    """an archive whose sizes are of 64 bits is read as any other"""
    path = space.folder / "zip64.xlsx"
    path.write_bytes(large_parts())
    assert space.ctl("import", path).row["created"] == 2
    space.ctl("undo")


def tell(name, content, words):
    def test():
        path = space.folder / name
        problems = space.folder / "problems.csv"
        path.write_bytes(content)
        done = space.ctl("import", path, "--problems", problems, code=None)
        assert done.row["created"] >= 1, done.words
        assert words in problems.read_text(encoding="utf-8-sig"), problems.read_text(encoding="utf-8-sig")
        space.ctl("undo")

    test.__doc__ = f"{name}: imported, and told"
    story.step(test)


for case in ODD:
    tell(*case)


if __name__ == "__main__":
    story.run()
