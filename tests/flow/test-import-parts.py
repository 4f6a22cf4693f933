# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in several columns becomes one value.

 1. a date of birth in three, by the headers: found, shown with a reason; what is no date is told and left out
 2. the same by a mapping file, over columns whose headers say nothing
 3. names, addresses, texts and numbers by a mapping file; what stands between texts as it is said there
"""

import json

import flow

story = flow.Story()
space = flow.Workspace()
story.at_end(space.remove)


def birthdates():
    return {p["last_name"]: space.ctl("show", p["id"]).row.get("birthdate") for p in space.ctl("prospects").rows}


def write(name, *lines):
    path = space.folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@story.step
def test_headers():
    """three columns that say what they are"""
    path = write("club.csv", "Nom;Prénom;Jour naiss.;Mois naiss.;Année naiss.;E-mail",
                 "Roy;Anne;9;12;1937;roy@a.example", "Petit;Paul;31;2;1950;petit@a.example",
                 "Morel;Luc;;5;1961;morel@a.example", "Faure;Eve;;;;faure@a.example")
    space.ctl("init")
    looked = space.ctl("import", path, "--dry-run", "--explain").row
    columns = [(c["field"], c["reason"]) for c in looked["columns"][2:5]]
    assert columns == [("birthdate", "parts")] * 3, columns
    done = space.ctl("import", path).row
    assert done["created"] == 4 and done["to_mend"] == 2, done
    assert birthdates() == {"Roy": "1937-12-09", "Petit": None, "Morel": None, "Faure": None}, birthdates()


@story.step
def test_mapping():
    """three columns that are put there"""
    path = write("liste.csv", "Nom;A;B;C;E-mail", "Blanc;1950;12;25;blanc@a.example", "Noir;1961;3;4;noir@a.example")
    fields = ["last_name", "birthdate", "birthdate", "birthdate", "email"]
    mapping = write("mapping.json", json.dumps({"columns": [{"index": i, "header": h, "field": f} for i, (h, f) in
                                                enumerate(zip(["Nom", "A", "B", "C", "E-mail"], fields))]}))
    space.ctl("import", path, "--mapping", mapping)
    found = birthdates()
    assert (found["Blanc"], found["Noir"]) == ("1950-12-25", "1961-03-04"), found


@story.step
def test_joins():
    """names, addresses and texts that are put together"""
    columns = [{"field": "full_name"}, {"field": "full_name"}, {"field": "street"}, {"field": "street"},
               {"field": "street"}, {"field": "company"}, {"field": "company", "joint": " - "}, {"field": "phone"},
               {"field": "phone"}, {"field": "notes"}, {"field": "notes"}]
    path = write("colonnes.csv", "A;B;C;D;E;F;G;H;I;J;K",
                 "Jeanne;Le Goff;12 bis;rue des Lilas;Bât. B;Agence du Port;Saint-Malo;01 99 00 51 20;06 39 98 00 20;"
                 "Aime le bois;A un chien",
                 ";Martin;;;Résidence du Parc;;Vannes;;06 39 98 00 21;;A un chat")
    mapping = write("joins.json", json.dumps({"columns": [{"index": i, "header": "ABCDEFGHIJK"[i], **column}
                                                          for i, column in enumerate(columns)]}))
    done = space.ctl("import", path, "--mapping", mapping).row
    assert done["created"] == 2 and done["to_mend"] == 0, done
    whole, part = (space.ctl("show", space.ctl("prospects", "--search", name).row["id"]).row for name in ("Goff", "Martin"))
    expected = {"first_name": "Jeanne", "last_name": "Le Goff", "street": "12 bis rue des Lilas, Bât. B",
                "company": "Agence du Port - Saint-Malo", "phone": "+33199005120", "other_phones": ["+33639980020"],
                "notes": "Aime le bois\nA un chien"}
    assert {key: whole.get(key) for key in expected} == expected, whole
    expected = {"last_name": "Martin", "street": "Résidence du Parc", "company": "Vannes", "phone": "+33639980021",
                "notes": "A un chat"}
    assert {key: part.get(key) for key in expected} == expected and "first_name" not in part, part


if __name__ == "__main__":
    story.run()
