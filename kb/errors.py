"""Everything that can go wrong, as one tree.

Every message is one line in Chinese that says what to do.

PolicyKBError
├── SettingsError        设置有误：未知的键、不合法的值
├── SourceError          文件读不了：不存在、为空、不是文本、格式不支持、超出限额
├── StoreError           知识库目录或数据库有误
│   ├── HomeBusyError    另一个进程正在写
│   └── NotFoundError    没有这份文件、条款
├── IndexMismatchError   索引与当前模型、结构版本不一致，需要重建
├── ModelError           向量模型或语言模型不可用
└── QueryError           问题、检索式或过滤条件有误
"""

from kb.visible import visible

__all__ = [
    "HomeBusyError",
    "IndexMismatchError",
    "ModelError",
    "NotFoundError",
    "PolicyKBError",
    "QueryError",
    "SettingsError",
    "SourceError",
    "StoreError",
]


class PolicyKBError(Exception):
    """Any failure that a user can be told in one line, whatever names of files it holds."""

    def __str__(self) -> str:
        """The message on one line, without characters that nobody sees."""
        return visible(super().__str__()).replace("\n", "\u240a")


class SettingsError(PolicyKBError):
    """设置有误。"""


class SourceError(PolicyKBError):
    """文件读不了。"""


class StoreError(PolicyKBError):
    """知识库目录或数据库有误。"""


class HomeBusyError(StoreError):
    """另一个进程正在写。"""


class NotFoundError(StoreError):
    """没有这份文件、条款。"""


class IndexMismatchError(PolicyKBError):
    """索引与当前模型、结构版本不一致。"""


class ModelError(PolicyKBError):
    """向量模型或语言模型不可用。"""


class QueryError(PolicyKBError):
    """问题、检索式或过滤条件有误。"""
