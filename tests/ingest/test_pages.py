"""Saved pages of government sites, one for each kind of template."""

from datetime import date
from pathlib import Path

import pytest

from ingest.header import Header, read_header
from ingest.layout import LaidOut, lay_out
from ingest.readers import read


def page(tmp_path: Path, html: str) -> tuple[LaidOut, Header]:
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    laid = lay_out(read(path))
    return laid, read_header(laid)


STATE = """<!DOCTYPE html><html><head><title>关于某事的意见_中国政府网</title></head><body>
<div class="header_nav"><ul><li><a href="/">首页</a></li><li><a href="/zc">政策</a></li></ul></div>
<table class="bd1"><tbody><tr><td><table><tbody>
<tr><td><b>索 引 号：</b></td><td>000014349/2023-00012</td><td><b>主题分类：</b></td>
<td>工业\\其他</td></tr>
<tr><td><b>发文机关：</b></td><td>国务院</td><td><b>成文日期：</b></td><td>2023年01月12日</td></tr>
<tr><td><b>标　　题：</b></td><td colspan="3">国务院关于促进某区<br>高质量发展的若干意见</td></tr>
<tr><td><b>发文字号：</b></td><td>国发〔2023〕3号</td><td><b>发布日期：</b></td>
<td>2023年01月25日</td></tr>
<tr><td><b>主 题 词：</b></td><td colspan="3"></td></tr></tbody></table></td></tr></tbody></table>
<table><tr><td class="b12c" id="UCAP-CONTENT">
<p style="text-align:center"><span>国务院关于促进某区<br>高质量发展的若干意见</span></p>
<p style="text-align:center">国发〔2023〕3号</p>
<p>各省、自治区、直辖市人民政府，国务院各部委、各直属机构：</p>
<p>现提出以下意见：</p><p><strong>一、总体要求</strong></p><p>坚持改革。（商务部负责）</p>
<p><strong>二、主要任务</strong></p><p>抓好落实。</p>
<p style="text-align:right">国务院 &nbsp; &nbsp;</p><p style="text-align:right">2023年1月12日</p>
<p>（此件公开发布）</p></td></tr></table>
<div class="pages_content_share"><a>分享</a><span>扫一扫在手机打开当前页</span></div>
<div class="footer">版权所有：某网站 京ICP备05070218号</div></body></html>"""

TRS = """<html><head><meta charset="utf-8"></head><body class="page-template">
<div class="breadcrumbs">您的位置：<a href="/">首页</a> &gt; <a href="/zfxxgk">政府信息公开</a>
</div>
<h1 class="entry-title">甘肃省人民政府办公厅关于印发某某产业行动方案的通知</h1>
<div class="info"><span>发布时间：2023-06-05 10:20</span><span>来源：省政府办公厅</span>
<span>字号：【大 中 小】</span><span>【打印】</span></div>
<div class="TRS_Editor"><style>.TRS_Editor P{line-height:2}</style>
<p align="center">甘政办发〔2023〕40号</p>
<p>各市、自治州人民政府，兰州新区管委会，省政府各部门：</p>
<p>　　《某某产业行动方案》已经省政府同意，现印发给你们，请认真贯彻落实。</p>
<p align="right">甘肃省人民政府办公厅</p><p align="right">2023年6月1日</p>
<p>　　（此件公开发布）</p><p align="center">某某产业行动方案</p>
<p>　　一、总体目标</p><p>　　到2025年，产值达到500亿元。</p>
<p>　　二、重点任务</p>
<p>　　（一）培育龙头。<span>支持企业做强。</span>（省工信厅牵头，省财政厅配合）</p>
<table border="1"><tr><th>序号</th><th>任务</th><th>牵头单位</th></tr>
<tr><td><p>1</p></td><td><p>建设平台</p></td><td><p>省工信厅</p><p>省科技厅</p></td></tr>
<tr><td>2</td><td>引进人才</td><td>省人社厅</td></tr></table></div>
<div id="fj"><p>附件：</p><p><a href="/P020230605.docx">1.任务分解表</a></p></div>
<div class="related"><h3>相关解读</h3><ul><li><a href="/jd/1.html">一图读懂</a></li></ul></div>
<div>上一篇：<a href="/1">甲</a></div><div>下一篇：<a href="/2">乙</a></div>
<footer><p>主办：某省人民政府办公厅　网站标识码：6200000001</p></footer></body></html>"""

ZWGK = """<!DOCTYPE html><html><body><form method="post" action="./info.aspx" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="/wEPDwUK" />
<div class="xxgk-head"><dl><dt>索引号</dt><dd>MB1A2B3C4/2022-00031</dd>
<dt>发布机构</dt><dd>市政府办公室</dd><dt>文号</dt><dd>榆政办发〔2022〕31号</dd>
<dt>成文日期</dt><dd>2022-08-15</dd><dt>发布日期</dt><dd>2022-08-20</dd><dt>有效性</dt><dd>有效</dd></dl></div>
<div class="xxgk-title">榆林市人民政府办公室关于印发某某实施方案的通知</div>
<div class="xxgk-content"><p>各县市区人民政府，市政府各工作部门、各直属机构：</p>
<p>《某某实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。</p>
<p>榆林市人民政府办公室</p><p>2022年8月15日</p><p>某某实施方案</p>
<p>一、工作目标</p><p>到2025年建成三个园区。</p><p>二、工作任务</p><p>抓好落实。</p></div>
<div class="bdsharebuttonbox">分享到：<a>微信</a></div></form></body></html>"""

NESTED = """<HTML><BODY><TABLE width=778><TR><TD><IMG src=logo.gif></TD></TR>
<TR><TD width=160><TABLE><TR><TD><A href=a>机构设置</A></TD></TR><TR><TD><A href=b>领导之窗</A>
</TD></TR></TABLE></TD>
<TD><TABLE><TR><TD align=center><FONT size=5>怀化市人民政府关于加快某某发展的意见</FONT></TD></TR>
<TR><TD align=center>怀政发〔2009〕12号</TD></TR>
<TR><TD>各县（市、区）人民政府，市直各单位：<BR>　　为加快发展，现提出如下意见：<BR><BR>
　　一、指导思想<BR>　　坚持科学发展。<BR>　　二、主要任务<BR>
　　（一）加强领导。落实责任。<BR>　　（二）加大投入。市财政每年安排1000万元。<BR>
<P align=right>怀化市人民政府<BR>二○○九年五月八日</P></TD></TR></TABLE></TD></TR>
<TR><TD colspan=2>【打印本页】【关闭窗口】</TD></TR></TABLE></BODY></HTML>"""

SPANS = """<html><body><div class="article"><ucapcontent>
<p style="text-align: center;"><span style="font-size:22pt">济宁市人民政府办公室</span></p>
<p style="text-align: center;"><span>关于印发某某工作方案的通知</span></p>
<p style="text-align: center;"><span>济政办字</span><span>〔2024〕</span><span>8</span>
<span>号</span></p>
<p><span>各县（市、区）人民政府，济宁高新区管委会，市政府各部门：</span></p>
<p><span>现将《某某工作方案》印发给你们，</span><span>请认真贯彻落实。</span></p>
<p style="text-align: right;"><span>济宁市人民政府办公室</span></p>
<p style="text-align: right;"><span>2024年</span><span>3</span><span>月6日</span></p>
<p><span>（此件公开发布）</span></p><p><span>某某工作方案</span></p>
<p><span>一、</span><span>工作目标</span></p><p><span>建成三个园区。</span></p>
<p><span>二、</span><span>工作任务</span></p><p><span>抓好落实。</span></p></ucapcontent></div>
</body></html>"""

MOBILE = """<!doctype html><html><head><meta name="viewport" content="width=device-width">
</head><body>
<nav><a href="/m">首页</a></nav><section class="detail"><div class="detail-share-box">
<h2>咸宁市人民政府关于支持某某产业的若干措施</h2>
<div class="meta"><div>发布日期：2022-03-04</div><div>来源：市政府办</div>
<div>浏览次数：120</div></div>
<div style="white-space:normal"><div>各县、市、区人民政府，市政府各部门：</div>
<div>为支持产业发展，制定以下措施。</div><div>一、加大投入</div><div>设立基金10亿元。</div>
<div>二、优化服务</div><div>一窗受理。</div><div>咸宁市人民政府</div><div>2022年3月1日</div>
</div></div></section>
<div class="m-footer"><a>电脑版</a><p>鄂ICP备12345678号</p></div></body></html>"""

PAGES = {
    "state": (
        STATE,
        "国务院关于促进某区高质量发展的若干意见",
        "国发〔2023〕3号",
        "国务院",
        date(2023, 1, 12),
        date(2023, 1, 25),
        ["一、总体要求", "坚持改革。（商务部负责）"],
    ),
    "trs": (
        TRS,
        "甘肃省人民政府办公厅关于印发某某产业行动方案的通知",
        "甘政办发〔2023〕40号",
        "甘肃省人民政府办公厅",
        date(2023, 6, 1),
        date(2023, 6, 5),
        [
            "序号 任务 牵头单位",
            "1 建设平台 省工信厅、省科技厅",
            "（一）培育龙头。支持企业做强。（省工信厅牵头，省财政厅配合）",
            "1.任务分解表",
        ],
    ),
    "zwgk": (
        ZWGK,
        "榆林市人民政府办公室关于印发某某实施方案的通知",
        "榆政办发〔2022〕31号",
        "榆林市人民政府办公室",
        date(2022, 8, 15),
        date(2022, 8, 20),
        ["某某实施方案", "到2025年建成三个园区。"],
    ),
    "nested tables": (
        NESTED,
        "怀化市人民政府关于加快某某发展的意见",
        "怀政发〔2009〕12号",
        "怀化市人民政府",
        date(2009, 5, 8),
        None,
        ["一、指导思想", "（二）加大投入。市财政每年安排1000万元。"],
    ),
    "spans": (
        SPANS,
        "济宁市人民政府办公室关于印发某某工作方案的通知",
        "济政办字〔2024〕8号",
        "济宁市人民政府办公室",
        date(2024, 3, 6),
        None,
        ["二、工作任务"],
    ),
    "mobile": (
        MOBILE,
        "咸宁市人民政府关于支持某某产业的若干措施",
        None,
        "咸宁市人民政府",
        date(2022, 3, 1),
        date(2022, 3, 4),
        ["二、优化服务", "一窗受理。"],
    ),
}
_OF_THE_PAGE = (
    "首页|打印|关闭|分享|扫一扫|版权|ICP|机构设置|领导之窗|一图读懂|相关解读"
    "|上一篇|下一篇|VIEWSTATE|微信|网站标识码"
)


@pytest.mark.parametrize("name", PAGES)
def test_pages(tmp_path: Path, name: str) -> None:
    html, title, number, issuer, written, published, kept = PAGES[name]
    laid, header = page(tmp_path, html)
    assert header.title == title
    assert header.number == number
    assert header.issuers == (issuer,)
    assert header.written_on == written
    assert header.published_on == published
    assert header.addressees
    assert header.addressees.startswith("各")
    assert "：" not in header.addressees
    lines = [laid.text[p.start : p.end].strip() for p in laid.paragraphs]
    for line in kept:
        assert line in lines
    assert not [word for word in _OF_THE_PAGE.split("|") if word in laid.text]


def test_a_cell_over_several_rows_is_read_in_each(tmp_path: Path) -> None:
    laid, _ = page(
        tmp_path,
        "<html><body><p>任务分解表</p><table><tr><th>类别</th><th>任务</th><th>单位</th></tr>"
        "<tr><td rowspan=2>交通</td><td>修路<br>架桥</td><td>市交通局</td></tr>"
        "<tr><td>通车</td><td>市住建局</td></tr></table></body></html>",
    )
    assert laid.text.splitlines()[1:] == [
        "类别 任务 单位",
        "交通 修路架桥 市交通局",
        "交通 通车 市住建局",
    ]


def test_a_header_of_names_is_no_metadata(tmp_path: Path) -> None:
    laid, _ = page(
        tmp_path,
        "<html><body><p>清单</p><table><tr><td>名称</td><td>来源</td></tr>"
        "<tr><td>甲项目</td><td>省级</td></tr><tr><td>乙项目</td><td>市级</td></tr></table>"
        "</body></html>",
    )
    assert [(laid.text[p.start : p.end], p.style) for p in laid.paragraphs][1:] == [
        ("名称 来源", "row"),
        ("甲项目 省级", "row"),
        ("乙项目 市级", "row"),
    ]


def test_preserved_lines_stay_lines(tmp_path: Path) -> None:
    laid, _ = page(tmp_path, "<html><body><pre>一、甲\n二、乙</pre></body></html>")
    assert laid.text == "一、甲\n二、乙"


def test_a_page_that_names_all_of_itself_a_share_is_kept(tmp_path: Path) -> None:
    laid, _ = page(
        tmp_path, f"<html><body><div class='share'><p>{'正文' * 40}</p></div></body></html>"
    )
    assert laid.text == "正文" * 40
