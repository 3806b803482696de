"""Settings of an installation, from the environment (`COMMONTIDE_…`) or a file `.env` in the working folder."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url


def _without_slash(address: str) -> str:
    """An address to which paths are added; people copy it with the slash that a browser shows."""
    return address.removesuffix("/")


class Settings(BaseSettings):
    """What an office may set; every field has a default that suits one machine with SQLite."""

    model_config = SettingsConfigDict(env_prefix="COMMONTIDE_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(
        "sqlite:///commontide.sqlite",
        description="Where the community's memory is: sqlite:///FILE, or postgresql+psycopg://USER:PASSWORD@HOST/NAME.",
    )
    jobs_url: str | None = Field(
        None,
        description="Where the job engine keeps its rows; by default beside the database (FILE-jobs, or the same).",
    )
    key_file: Path = Field(
        Path("commontide.key"), description="Keys for personal data; keep it in another place than the backups."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    public_url: Annotated[str, AfterValidator(_without_slash)] = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+/?)?$",
        description="How people reach the service, as https://HOST: for printed codes and links that are passed on; "
        "by default as the page that shows them was asked for.",
    )
    secure_cookies: bool = Field(False, description="Send cookies over HTTPS only; switch on behind a TLS proxy.")
    forwarded_from: str = Field(
        "127.0.0.1", description="Addresses of proxies whose X-Forwarded-For is believed, with commas."
    )
    language: Literal["zh", "en"] = Field("zh", description="Language where a reader states none.")
    session_idle_minutes: int = Field(720, ge=1, description="A session ends after this many minutes without a call.")
    session_days: int = Field(14, ge=1, description="A session ends after this many days in any case.")
    password_passes: int = Field(2, ge=1, description="Passes over the memory for one password hash (argon2id).")
    password_memory: int = Field(19_456, ge=8, description="KiB of memory for one password hash.")
    login_limit: str = Field("10/minute", description="Most failed logins for one account or from one address.")
    request_limit: str = Field("1200/minute", description="Most calls from one address.")
    solve_workers: int = Field(2, ge=1, le=64, description="Processes of one solve.")
    work_limit: float = Field(120.0, ge=1, description="Work units of a run, of about a second each; repeats exactly.")
    smtp_host: str | None = Field(None, description="Mail server; without one, messages go to the inbox only.")
    smtp_port: int = Field(25, ge=1, le=65535, description="Its port.")
    mail_folder: Path | None = Field(
        None, description="A folder to lay mails into instead of sending them: for trying out."
    )
    gate_folder: Path | None = Field(
        None, description="A folder into which gates lay files of passages, with a folder of each community in it."
    )
    smtp_sender: str = Field("commontide@localhost", description="Address that mails come from.")
    hotline: str = Field("", description="Telephone number shown on every page.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="What is logged.")

    @cached_property
    def url(self) -> URL:
        """Database address, parsed."""
        return make_url(self.database_url)

    @property
    def embedded(self) -> bool:
        """Whether the database is a SQLite file, which one process owns."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def job_engine_url(self) -> str:
        """Address of the job engine's rows."""
        if self.jobs_url is not None:
            return self.jobs_url
        if not self.embedded:
            return self.url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        file = Path(str(self.url.database))
        return f"sqlite:///{file.with_name(f'{file.stem}-jobs{file.suffix}')}"
