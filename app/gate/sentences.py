"""What the visitor reads when a file is turned away: which file, what is wrong, what to do."""

from __future__ import annotations

SENTENCES = {
    "empty": "“{name}”是空的，请重新选这个文件。",
    "size": "“{name}”有 {mb} MB，每个文件不超过 {max_mb} MB，请压缩后再传。",
    "kind": "“{name}”不是能收的文件，能收的有照片、PDF、Word、Excel 和 PPT。",
    "mismatch": "“{name}”的内容和它的名字对不上，请用原来的软件另存一次再传。",
    "legacy": "“{name}”是旧格式，请另存为 docx、xlsx、pptx 或 PDF 再传。",
    "locked": "“{name}”加了密码，或者是旧格式。请去掉密码，另存为 docx、xlsx、pptx 或 PDF 再传。",
    "other_image": "“{name}”的图片格式收不了，请另存为 JPG 或 PNG 再传，也可以传截图。",
    "archive": "“{name}”是压缩包，请解压后把里面的文件一个一个传上来。",
    "damaged": "“{name}”打不开，可能没有传完整，请重新选一次，或者换成照片、PDF。",
    "hard": "“{name}”太复杂，检查不完。请另存为 PDF 或拍成照片再传。",
    "pixels": "“{name}”的像素太多，最多 4000 万像素。请缩小，或者传截图。",
    "pdf_active": "“{name}”里带有会自动运行的内容或夹带的文件，请打印成普通 PDF 再传。",
    "pdf_locked": "“{name}”加了密码，请去掉密码后再传，也可以打印成普通 PDF 或拍成照片。",
    "macro": "“{name}”里带有宏，请另存为不带宏的 docx、xlsx、pptx 或 PDF 再传。",
    "outside": "“{name}”引用了别处的文件或网址，请断开这些链接，或另存为 PDF 再传。",
    "embedded": "“{name}”里面夹带了别的文件，请拿掉，或另存为 PDF 再传。",
    "unpacked": "“{name}”展开后太大，请分成几个文件，或另存为 PDF 再传。",
}
