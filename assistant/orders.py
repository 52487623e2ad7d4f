"""Text that gives orders to a language model instead of saying something to people. Pure.

Such a paragraph is shown with its document, but nothing is answered from it and no model reads it.
"""

import re

__all__ = ["gives_orders"]

_ORDERS = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要理会|绕过)(?:掉)?(?:你|您|以上|上面|上述|之前|前面|此前|先前|所有|一切|任何|全部"
    r"|系统|原有)[^。\n]{0,16}(?:规则|指令|指示|提示|要求|设定|约束|限制)"
    r"|\b(?:ignore|disregard|forget)\b[^.\n]{0,40}\b(?:rules?|instructions?|prompts?)\b"
    r"|system\s*prompt|系统提示词?|提示词"
    r"|你(?:现在)?(?:是|扮演|作为)[^。\n]{0,10}(?:助手|模型|AI|机器人)"
    r"|(?:作为|身为)(?:一个|一名)?(?:AI|人工智能|大模型|语言模型)[，,]"
    r"|<\|im_|\[/?INST\]|^[^\S\n]*(?:assistant|system|user)\s*[:：]",
    re.IGNORECASE | re.MULTILINE,
)


def gives_orders(text: str) -> bool:
    """Whether a text tells a model to drop its rules, to play a role or what its prompt is."""
    return _ORDERS.search(text) is not None
