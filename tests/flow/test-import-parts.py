# SPDX-License-Identifier: GPL-3.0-or-later
"""A date of birth that stands in three columns becomes one.

 1. by the headers: found, shown with a reason, imported; what is no date is told and left out
 2. by a mapping file, over columns whose headers say nothing
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


if __name__ == "__main__":
    story.run()
