"""The help of every command: an example that works, the README's table, completion in the shell."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from flashdeck.cli import report
from flashdeck.cli.commands import group
from tests.commands import every_command, with_table

COMMANDS = dict(every_command())
# These ask for more than a test gives: a terminal, a port to wait at, a log of 400 answers.
ONLY_READ = {"", "serve", "fit"}
# Those that only work after others, in that order; the rest come before them.
LATE = (
    *("answer", "undo", "redo", "exam add", "exam", "exam status", "exam list", "exam remove"),
    *("backup", "restore", "remove"),
)


def example(command: click.Command) -> str:
    """Return the example that ends the help of a command."""
    head, _, line = (command.epilog or "").partition("Example: ")
    assert head == ""
    assert line.startswith("flashdeck ")
    return line


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_ends_with_an_example_on_one_line(name: str) -> None:
    """An example that is broken over two lines cannot be copied."""
    command = COMMANDS[name]
    context = click.Context(command, info_name="flashdeck", max_content_width=80)
    assert command.get_help(context).splitlines()[-1] == f"  Example: {example(command)}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_explained(name: str) -> None:
    """An option without a word is one that nobody dares to use."""
    options = [one for one in COMMANDS[name].params if isinstance(one, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.fixture
def desk(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name, and a library with the soleus deck."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLASHDECK_NOW", "2026-11-23T18:30:00+01:00")
    monkeypatch.setenv("FLASHDECK_LIBRARY", "library.db")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    readme = (repo / "README.md").read_text(encoding="utf-8")
    deck = readme.partition("```markdown\n")[2].partition("```")[0]
    for name in ("old.md", "my-muscles.md"):
        Path(name).write_text(deck, encoding="utf-8")
    shutil.copy(repo / "decks/sources/soleus.md", "article.md")
    Path("steps.jsonl").write_text('{"steps": [[3, 0], [3, 2]]}\n', encoding="utf-8")
    Path("Dropbox/flashdeck").mkdir(parents=True)
    assert call(["import", str(repo / "decks/soleus.md")]) == 0
    return tmp_path


def call(words: list[str]) -> int:
    """Run a command in this process; return its exit code."""
    return report.run(
        lambda: group.main(words, prog_name="flashdeck", standalone_mode=False), debug=False
    )


def test_every_example_works_as_it_stands(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newcomer copies the example first; an error there is the last thing that they see."""
    early = [name for name in COMMANDS if name not in {*LATE, *ONLY_READ}]
    for name in (*early, *LATE):
        line, _, stdin = example(COMMANDS[name]).partition(" < ")
        words = [str(Path(word).expanduser()) for word in shlex.split(line)[1:]]
        with Path(stdin or os.devnull).open(encoding="utf-8") as source:
            monkeypatch.setattr(sys, "stdin", source)
            code = call(words)
        assert (code, name) == (0, name), capsys.readouterr().err
        assert "error:" not in capsys.readouterr().err, line


@pytest.mark.parametrize("name", sorted(ONLY_READ))
def test_the_words_of_the_other_examples_are_understood(name: str) -> None:
    """An example with an option that is gone would be refused."""
    word, *rest = shlex.split(example(COMMANDS[name]))[1:]
    assert COMMANDS[word].make_context(word, rest).params


def test_the_readme_lists_every_command_as_it_is(repo: Path) -> None:
    """A reference that lags behind sends readers to options that are gone.

    ``python -m tests.commands --write`` brings it up to date.
    """
    text = (repo / "README.md").read_text(encoding="utf-8")
    assert text == with_table(text)


def completions(line: str, library: Path, shell: str = "bash") -> str:
    """Return what a shell is told for the last word of a line."""
    done = subprocess.run(
        [sys.executable, "-m", "flashdeck"],
        env={
            **os.environ,
            "_FLASHDECK_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split()) - 1),
            "FLASHDECK_LIBRARY": str(library),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_that_the_readme_names_is_printed(
    repo: Path, shell: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shell would read an error, or nothing, at each of its starts."""
    readme = (repo / "README.md").read_text(encoding="utf-8")
    assert f"_FLASHDECK_COMPLETE={shell}_source flashdeck" in readme
    # click asks the bash of this machine for its version, which need not be installed.
    monkeypatch.setattr(
        "click.shell_completion.BashComplete._check_version", staticmethod(lambda: None)
    )
    monkeypatch.setenv("_FLASHDECK_COMPLETE", f"{shell}_source")
    with pytest.raises(SystemExit) as left:
        group.main([], prog_name="flashdeck")
    assert left.value.code == 0
    assert f"_FLASHDECK_COMPLETE={shell}_complete" in capsys.readouterr().out


def test_tab_completes_commands_and_decks(desk: Path, repo: Path) -> None:
    """A deck whose title has a space is offered by its file, as a shell takes it unquoted."""
    assert call(["import", str(repo / "decks/posterior-leg.md")]) == 0
    library = desk / "library.db"
    assert completions("flashdeck du", library) == "plain,due\n"
    assert completions("flashdeck study s", library) == "plain,Soleus\n"
    assert completions("flashdeck export Post", library) == "plain,posterior-leg\n"


def test_completion_without_a_library_offers_nothing_and_makes_none(tmp_path: Path) -> None:
    """A key pressed in the shell must neither write a file nor print an error into the line."""
    library = tmp_path / "none.db"
    assert completions("flashdeck study s", library).strip() == ""
    assert list(tmp_path.iterdir()) == []
    library.write_bytes(b"no library at all")
    assert completions("flashdeck study s", library).strip() == ""
