"""What a file is, by its content alone: never by its name, never by what the browser says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mediation.domain.refusals import N_

PDF: Final = "application/pdf"
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
TEXT: Final = "text/plain"
OOXML: Final = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Kind:
    """One kind of file that is taken in: the ending it gets, what it is called, what may be done with it.

    `picture`: shown on a page and bound as a page; `inside`: what is looked at before it is kept.
    """

    ending: str
    name: str
    inside: str = ""

    @property
    def picture(self) -> bool:
        """Tell whether it is a picture."""
        return self.inside == "picture"


TAKEN: Final[Mapping[str, Kind]] = {
    PDF: Kind("pdf", N_("PDF"), "pdf"),
    JPEG: Kind("jpg", N_("照片或图片"), "picture"),
    PNG: Kind("png", N_("照片或图片"), "picture"),
    WEBP: Kind("webp", N_("照片或图片"), "picture"),
    f"{OOXML}.wordprocessingml.document": Kind("docx", N_("Word 文档"), "archive"),
    f"{OOXML}.spreadsheetml.sheet": Kind("xlsx", N_("Excel 表格"), "archive"),
    "application/ofd": Kind("ofd", N_("OFD 版式文件"), "archive"),
    "application/msword": Kind("doc", N_("Word 文档"), "compound"),
    "application/vnd.ms-excel": Kind("xls", N_("Excel 表格"), "compound"),
    "audio/mpeg": Kind("mp3", N_("录音")),
    "audio/mp4": Kind("m4a", N_("录音")),
    "audio/amr": Kind("amr", N_("录音")),
    "audio/x-wav": Kind("wav", N_("录音")),
    TEXT: Kind("txt", N_("文本")),
}
"""What is taken in. Office files, text and recordings are kept and handed out, and opened nowhere on the server."""
OWN_WORDS: Final[Mapping[str, str]] = {"audio/m4a": "audio/mp4", "audio/x-m4a": "audio/mp4", "audio/wav": "audio/x-wav"}
"""What the library calls otherwise."""

REFUSED: Final[Mapping[str, str]] = {
    "heic": N_(
        "“%(name)s”是苹果手机的 HEIC 照片，暂不能收取。"
        "请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或者截屏、另存为 JPEG 再上传"
    ),
    "program": N_("“%(name)s”是可以运行的程序，不能作为证据上传"),
    "script": N_("“%(name)s”是脚本文件，不能作为证据上传"),
    "markup": N_("“%(name)s”是网页或 SVG 图形，里面可以带脚本。请打印为 PDF，或者截屏后上传图片"),
    "macro": N_("“%(name)s”是带宏的 Office 文件。请另存为不带宏的文件，或者打印为 PDF 再上传"),
    "archive": N_("“%(name)s”是压缩包。请解压后把里面的文件逐个上传"),
    "slides": N_("“%(name)s”是演示文稿。请打印为 PDF 再上传"),
    "video": N_("“%(name)s”是视频。请用光盘或者 U 盘提交，作为实物证据登记；需要画面的，截图后上传"),
    "image": N_("“%(name)s”是不能显示的图片格式。请另存为 JPEG 或者 PNG 再上传；扫描的请选 PDF 或者 JPEG"),
    "password": N_("“%(name)s”设有密码。请去除密码后再上传"),
    "empty": N_("“%(name)s”是空文件，没有任何内容"),
    "unknown": N_("“%(name)s”无法识别是什么文件。可以上传照片、PDF、Word、Excel、OFD、录音和文本"),
    "damaged": N_("“%(name)s”损坏、不完整，或者打开时占用过大。请重新扫描、拍照或者另存后再试"),
    "bomb": N_("“%(name)s”解开后过大，可能是为破坏系统而制作的，没有收取"),
    "pages": N_("“%(name)s”页数过多，最多 %(most)s 页。请分成几份上传"),
    "pixels": N_("“%(name)s”像素过多，最多 %(most)s 万像素。请缩小后再试"),
    "size": N_("“%(name)s”过大，每个文件最多 %(most)s MB。请压缩或者拆分后再试"),
}
"""What isn't taken in, by what it turned out to be, with what to do about it."""
