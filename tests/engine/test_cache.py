"""Where compiled kernels are kept, and that nothing but what was written there is run."""

from __future__ import annotations

import errno
import os
import pickle
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import pytest

from simcore.engine import kernel_cache
from simcore.engine.jit import cache_folder
from simcore.engine.kernel_cache import CacheWarning, KernelCache, Store

# The folder


def test_kernels_are_kept_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMCORE_CACHE_DIR", str(tmp_path / "内核"))
    found = cache_folder()
    assert found is not None
    assert found.parent == tmp_path / "内核"
    assert [folder.stat().st_mode & 0o777 for folder in (found, found.parent)] == [0o700, 0o700]


def a_file(folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")


def open_to_all(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def open_to_a_group(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o770)


def a_link(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir(mode=0o700, exist_ok=True)
    folder.symlink_to(folder.parent / "elsewhere")


UNFIT = [a_file, open_to_all, open_to_a_group, a_link]


@pytest.mark.parametrize("make", UNFIT)
def test_another_folder_takes_the_place_of_one_that_will_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "unfit")
    monkeypatch.setenv("SIMCORE_CACHE_DIR", str(tmp_path / "unfit"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = cache_folder()
    assert found is not None
    assert found.is_dir()
    assert found.parent.parent == tmp_path
    assert found.parent.name.startswith("simcore-")


@pytest.mark.parametrize("make", UNFIT)
@pytest.mark.parametrize("which", ["folder", "its kernels"])
def test_no_folder_is_trusted_that_others_may_have_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], which: str
) -> None:
    spare = tmp_path / f"simcore-{os.getuid()}"
    a_file(tmp_path / "unfit")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if which == "its kernels":
        monkeypatch.setenv("SIMCORE_CACHE_DIR", str(spare))
        found = cache_folder()
        assert found is not None
        found.rmdir()
        make(found)
    else:
        make(spare)
    monkeypatch.setenv("SIMCORE_CACHE_DIR", str(tmp_path / "unfit"))
    with pytest.warns(CacheWarning) as told:
        assert cache_folder() is None
    label = getattr(told[0].message, "label", None)
    assert label
    assert all(str(tmp_path / "unfit") in label[lang] for lang in ("en", "zh"))


def test_the_folder_of_another_user_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir(mode=0o700)
    monkeypatch.setattr(os, "getuid", lambda: -7)
    why = kernel_cache.private_folder(tmp_path / "mine", "kernels")
    assert why is not None
    assert why.en == "it belongs to another user"


def test_what_cannot_be_kept_is_said_once_in_the_language_and_the_run_goes_on(
    tmp_path: Path,
) -> None:
    unfit = tmp_path / "unfit"
    a_file(unfit)
    open_to_all(tmp_path / f"simcore-{os.getuid()}")
    example = Path(__file__).parents[2] / "scenarios/examples/mmc.yaml"
    short = ["--set", "time.run=1 d", "--set", "time.warmup=0 d", "--replications", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "simcore", "--lang", "zh", "run", str(example), *short,
         "--engine", "simpy"],
        env={**os.environ, "SIMCORE_CACHE_DIR": str(unfit), "TMPDIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(f"警告: 编译结果无法存于 {unfit}") == 1
    assert "jit.py" not in done.stderr


# Its files


def twice(x: float) -> float:
    return x + x


def played(store: Store) -> bool:
    """Compile or load `twice`, play it, and tell whether it was loaded."""
    compiled: Any = numba.njit(twice)
    compiled._cache = KernelCache(twice, store)
    assert compiled(21.0) == 42.0
    return bool(sum(compiled.stats.cache_hits.values()))


class Planted:
    """Code that a pickle runs."""

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, ("raise SystemExit('planted code ran')",)


def flipped(whole: bytes, byte: int) -> bytes:
    return whole[:byte] + bytes([whole[byte] ^ 4]) + whole[byte + 1 :]


TEXTS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "planted": lambda whole: pickle.dumps(Planted()),
    "planted under a seal": lambda whole: whole[: kernel_cache.SEAL] + pickle.dumps(Planted()),
    "zeros": lambda whole: bytes(len(whole)),
    "longer": lambda whole: whole + b"\0",
    "twice": lambda whole: whole * 2,
    "no seal": lambda whole: whole[kernel_cache.SEAL :],
    "a text": lambda whole: b"not code",
    "backwards": lambda whole: whole[::-1],
    **{f"cut to {part} of 16": lambda whole, part=part: whole[: len(whole) * part // 16]
       for part in range(1, 16)},
    **{f"a bit at {part} of 16": lambda whole, part=part: flipped(whole, len(whole) * part // 16)
       for part in range(16)},
}  # fmt: skip


def test_damaged_code_is_compiled_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert (played(store), played(store)) == (False, True)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    assert len(TEXTS) == 40
    for damage in TEXTS.values():
        file.write_bytes(damage(whole))
        assert (played(store), played(store)) == (False, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_only_plain_files_are_read(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    (tmp_path / "store").mkdir()
    played(store)
    (file,) = (tmp_path / "store").iterdir()
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir()):
        file.unlink()
        make(file)
        if file.is_dir():
            with pytest.warns(CacheWarning, match="store"):
                assert not played(store)
        else:
            assert (played(store), played(store)) == (False, True)


def test_code_of_another_name_is_not_run(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("one", b"code")
    (tmp_path / "one").rename(tmp_path / "other")
    assert store.read("other") is None


def test_a_full_disk_is_named_as_the_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    store = Store(tmp_path)
    with pytest.warns(CacheWarning) as told:
        assert not played(store)
    assert str(tmp_path) in str(told[0].message)
    assert os.strerror(errno.ENOSPC) in str(told[0].message)
    assert list(tmp_path.iterdir()) == []
    assert not played(store)  # and says it once


def changed(whole: bytes, chance: random.Random) -> bytes:
    """Return a file with some of its bytes cut out, doubled, moved or overwritten."""
    a, b, c = sorted(chance.randrange(len(whole)) for _ in range(3))
    return chance.choice(
        (
            whole[:a] + whole[b + 1 :],
            whole[:b] + whole[a:],
            whole[:a] + whole[b:c] + whole[a:b] + whole[c:],
            whole[:a] + chance.randbytes(b - a + 1) + whole[b + 1 :],
            flipped(whole, a),
        )
    )


def attack(folder: Path, seeds: range) -> int:
    store = Store(folder)
    store.write("code", random.Random(1).randbytes(3000))
    whole = (folder / "code").read_bytes()
    read = 0
    for seed in seeds:
        found = changed(whole, random.Random(seed))
        (folder / "code").write_bytes(found)
        read += store.read("code") is not None and found != whole
    return read


def test_no_changed_file_is_read(tmp_path: Path) -> None:
    assert attack(tmp_path, range(300)) == 0


@pytest.mark.long
def test_none_of_many_changed_files_is_read(tmp_path: Path) -> None:
    assert attack(tmp_path, range(1000, 51_000)) == 0
