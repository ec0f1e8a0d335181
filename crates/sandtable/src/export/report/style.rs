//! How the page looks: light and dark, narrow and wide, on paper.

/// The style sheet. Colours of sides are those of Okabe and Ito (2008); shapes differ as well.
pub const CSS: &str = "
:root{--ink:#1b1b1b;--quiet:#555;--paper:#fff;--panel:#f4f4f1;--line:#c8c8c2;--sea:#e4ecf1;--land:#f7f5ee;--home:#fffdf2;
--edge:#a9a594;--a:#0060a0;--b:#8a5200;--c:#00694d;--d:#8d3d6f;--bar:#9fbfd9;--bar2:#e0bd83;--bar3:#93cbb6;--warn:#7a3e00;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--ink:#ececea;--quiet:#b4b4b0;--paper:#17191b;--panel:#212427;--line:#454a4e;
--sea:#10202b;--land:#25272a;--home:#30322f;--edge:#6d7075;--a:#79bdf0;--b:#efb159;--c:#4fd0a8;--d:#e6a3cc;--bar:#31597a;--bar2:#705225;--bar3:#246350;--warn:#ffc078}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
main{max-width:72rem;margin:0 auto;padding:1rem 1.2rem 4rem}
h1{font-size:1.7rem;line-height:1.2}h2{margin-top:2.6rem;border-top:2px solid var(--line);padding-top:.8rem}h3{margin:1.4rem 0 .3rem}
.notice{border-left:4px solid var(--warn);padding:.4rem .8rem;background:var(--panel)}
figure{margin:1rem 0}figcaption{color:var(--quiet);font-size:.92rem}
.maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1.2rem}
.wide{overflow-x:auto}.wide svg{display:block;width:100%;min-width:30rem;height:auto}
.maps .wide svg{min-width:0;max-width:34rem}
.wide:focus-visible{outline:2px solid var(--a)}
table{border-collapse:collapse;width:100%;font-size:.92rem}caption{text-align:left;color:var(--quiet);padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.28rem .6rem .28rem 0;border-bottom:1px solid var(--line)}
tbody th{font-weight:600}code,pre{font-family:ui-monospace,'DejaVu Sans Mono',monospace;font-size:.9em}
pre{background:var(--panel);padding:.7rem;overflow-x:auto}details{margin:.5rem 0}summary{cursor:pointer}
.v{font-weight:600}.q{color:var(--quiet)}
.sea{fill:var(--sea)}.land{fill:var(--land);stroke:var(--edge);stroke-width:.7}.home{fill:var(--home);stroke:var(--ink);stroke-width:1.2}
.s0{fill:var(--a)}.s1{fill:var(--b)}.s2{fill:var(--c)}.s3{fill:var(--d)}.s0,.s1,.s2,.s3{stroke:var(--paper);stroke-width:1}
text{fill:var(--ink);font:11px system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
.label{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}.small{font-size:10px;fill:var(--quiet)}
.scale,.tick{stroke:var(--ink);stroke-width:1}.grid{stroke:var(--line);stroke-width:1}.phase{fill:var(--panel);stroke:var(--edge)}
.p0{fill:var(--bar)}.p1{fill:var(--bar2)}.p2{fill:var(--bar3)}.mid{stroke:var(--ink);stroke-width:2}
.share0{fill:var(--a)}.share1{fill:var(--c)}.share2{fill:var(--b)}.share3{fill:var(--d)}.share4{fill:var(--edge)}
@media print{body{font-size:11px}.wide{overflow:visible}main{max-width:none}details{display:none}}
";
