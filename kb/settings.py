"""Typed settings: the only reader of the environment and of the settings file.

Order, first wins: arguments, `POLICYKB_*` variables, `settings.toml` in the home, defaults. An
unknown key is an error in each of them: a typo must not silently leave a default in force.
"""

import logging
import os
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from kb.errors import SettingsError
from kb.limits import LIMITS, Limits

__all__ = ["PREFIX", "Settings", "load_settings"]

PREFIX = "POLICYKB_"


def _limit(name: str, description: str) -> Any:
    return Field(default=getattr(LIMITS, name), ge=1, le=1_000_000, description=description)


class Settings(BaseSettings):
    """设置。Each field can be given as `POLICYKB_<NAME>` or as a key of `settings.toml`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(description="知识库目录，存放数据库和索引")
    embedding_model: str = Field(
        default="bundled",
        min_length=1,
        description="向量模型：bundled 为随包模型，也可写 sentence-transformers 的模型名或目录",
    )
    milvus: str = Field(
        default="",
        pattern=r"^$|^https?://.+|\.db$",
        description="索引放进 Milvus：http://主机:19530 或 milvus-lite 的 .db 文件；空着用本机索引",
    )
    llm: str = Field(
        default="",
        pattern=r"^$|^https?://[^\s@?#]+$",
        description="语言模型的地址，与 OpenAI 接口兼容，如 http://主机:11434/v1；空着不用语言模型",
    )
    llm_model: str = Field(default="", description="语言模型的名称")
    llm_key: SecretStr = Field(default=SecretStr(""), description="语言模型的密钥，不印出也不记录")
    llm_timeout: int = Field(
        default=60, ge=1, le=3600, description="语言模型一次回答的时间上限，秒"
    )
    llm_max_tokens: int = Field(
        default=1024, ge=16, le=32_768, description="语言模型一次回答的长度上限，token"
    )
    rate_limit: str = Field(
        default="120/minute",
        pattern=r"^[1-9]\d{0,8}/(second|minute|hour|day)$",
        description="设了用户时，每个用户提问、检索、导出、收入的频率上限，如 120/minute",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="日志从哪一级记起；日志里没有问题和文件的文字"
    )
    log_form: Literal["json", "text"] = Field(
        default="json", description="日志一行一条：json 或 text"
    )
    log_file: str = Field(
        default="",
        max_length=1_000,
        description="日志写到哪个文件（可以是知识库目录里的相对路径）；空着写到标准错误",
    )
    log_requests: bool = Field(default=False, description="不论 log_level，每个请求记一条")
    laws: bool = Field(default=True, description="文件所引的国家法律自动从本机法律库读入")
    processes: int = Field(
        default=0, ge=0, le=256, description="同时读文件的进程数；0 为处理器的核数"
    )
    max_file_mb: int = _limit("file_mb", "单个文件的上限，MB")
    max_pages: int = _limit("pages", "PDF、OFD、图片的页数上限")
    max_seconds: int = _limit("seconds", "读一个文件的时间上限，秒")
    max_members: int = _limit("members", "压缩包内文件数的上限")
    max_unpacked_mb: int = _limit("unpacked_mb", "压缩包解开后的上限，MB")
    max_ratio: int = _limit("ratio", "压缩包解开后与原来大小之比的上限")
    max_nesting: int = _limit("nesting", "压缩包里再套压缩包的层数上限")

    @model_validator(mode="after")
    def _named(self) -> Self:
        """An address of a language model needs the model's name, and the name an address."""
        if bool(self.llm) != bool(self.llm_model):
            raise PydanticCustomError("llm", "llm 和 llm_model 要一起写")
        return self

    @property
    def limits(self) -> Limits:
        """The limits on a file."""
        return Limits(**{each.name: getattr(self, f"max_{each.name}") for each in fields(Limits)})

    @property
    def log_level_number(self) -> int:
        """The level of the log, as `logging` counts."""
        return logging.getLevelNamesMapping()[self.log_level.upper()]

    @property
    def database(self) -> Path:
        """The SQLite file: the truth."""
        return self.home / "policykb.sqlite3"

    @property
    def milvus_uri(self) -> str:
        """Where Milvus is; the path of a file is absolute, else that in the home."""
        return self.milvus if "://" in self.milvus else str(self.home / self.milvus)

    @property
    def indexes(self) -> Path:
        """The folder of indexes: a cache that `policykb rebuild` makes anew."""
        return self.home / "indexes"

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Keep only explicit values and the environment; the file is merged by `load_settings`."""
        return env_settings, init_settings


def load_settings(home: Path | None = None) -> Settings:
    """The settings in force.

    A given `home` wins over POLICYKB_HOME; the default is the user's data folder.

    Raises SettingsError with one line that names the key.
    """
    chosen = home or Path(os.environ.get(f"{PREFIX}HOME") or user_data_path("policykb"))
    chosen = chosen.expanduser().resolve()
    known = set(Settings.model_fields)
    for name in os.environ:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in known:
            raise SettingsError(
                f"环境变量 {name} 不是已知的设置；可用的键：{'、'.join(sorted(known))}"
            )
    given: dict[str, Any] = {}
    file = chosen / "settings.toml"
    try:
        if file.is_file():
            given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"设置文件 {file} 读不了：{error}；请改正后重试") from error
    allowed = known - {"home"}
    for name in given:
        if name not in allowed:
            raise SettingsError(
                f"设置文件 {file} 里的 {name} 不是已知的设置；"
                f"可用的键：{'、'.join(sorted(allowed))}"
            )
    try:
        return Settings(**given, home=chosen).model_copy(update={"home": chosen})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "llm"
        # Its cause would carry the values, a key among them.
        raise SettingsError(f"设置 {name} 不合法：{first['msg']}") from None
