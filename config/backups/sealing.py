"""Archives that only the holder of a key can read: by age or GnuPG, never by ourselves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from config.backups.refusing import BackupRefused

AGE, GNUPG = ".age", ".gpg"


def seal(path: Path, key: str) -> Path:
    """Encrypt to a public key: `age1…` by age, anything else names a key of GnuPG. The readable archive goes."""
    if key.startswith("age1"):
        sealed = path.with_name(path.name + AGE)
        _run("age", "--recipient", key, "--output", f"{sealed}.part", path)
    else:
        sealed = path.with_name(path.name + GNUPG)
        chosen = ("--trust-model", "always", "--recipient", key)  # by the setting: no web of trust is asked
        _run("gpg", "--batch", "--yes", *chosen, "--output", f"{sealed}.part", "--encrypt", path)
    Path(f"{sealed}.part").rename(sealed)
    path.unlink()
    return sealed


def unseal(path: Path, *, into: Path, identity: str = "") -> Path:
    """The readable archive, made in the folder `into` if need be. `identity`: the file of age's private key."""
    if path.suffix not in (AGE, GNUPG):
        return path
    if not path.is_file():
        raise BackupRefused(f"Il n’y a pas de fichier {path}.")
    clear = into / path.stem
    if path.suffix == AGE:
        if not identity:
            raise BackupRefused("Cette sauvegarde est chiffrée : donnez le fichier de la clé privée avec --cle.")
        _run("age", "--decrypt", "--identity", identity, "--output", clear, path)
    else:
        _run("gpg", "--batch", "--yes", "--output", clear, "--decrypt", path)
    return clear


def _run(program: str, *arguments: object) -> None:
    if shutil.which(program) is None:
        raise BackupRefused(f"Le programme {program}, qui chiffre les sauvegardes, n’est pas installé ici.")
    try:
        subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as failed:
        last = (failed.stderr.strip().splitlines() or [f"état {failed.returncode}"])[-1]
        raise BackupRefused(f"{program} refuse la clé ou le fichier : {last}") from failed
