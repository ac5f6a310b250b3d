"""Made-up pages of the shapes that real outlets have, for the tests of reading."""

from __future__ import annotations

LEAD = (
    "وقّع وزيرا خارجية البلدين اليوم الثلاثاء اتفاقا جديدا للتعاون في مجالات الطاقة والمياه، "
    "بعد مفاوضات استمرت ثلاثة أشهر في العاصمة."
)
SECOND = (
    "وقال الوزير في مؤتمر صحفي إن الاتفاق يشمل 12 مشروعا بقيمة 3.5 مليار دولار، وإن التنفيذ "
    "سيبدأ مطلع العام المقبل."
)
THIRD = "ولم يحدد الجانبان موعدا نهائيا للتصديق على الاتفاق في البرلمانين."
TITLE = "اتفاق جديد بين البلدين على الطاقة والمياه"

MODERN = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>{TITLE} | صحيفة المثال</title>
<meta property="og:site_name" content="صحيفة المثال">
<meta property="article:published_time" content="2024-03-05">
<link rel="canonical" href="https://example.net/a/1">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
{{"@type":"WebSite","name":"المثال","datePublished":"2011-01-01"}},
{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05T10:20:00+03:00",
"dateModified":"2024-03-05T11:00:00+03:00","author":[{{"@type":"Person",
"name":"كتبت: سارة أحمد"}}]}}
]}}</script></head>
<body><header><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/p">سياسة</a></li></ul></nav>
</header><main><article><span class="article-kicker">بعد مفاوضات شاقة</span><h1>{TITLE}</h1>
<div class="date">5 مارس 2024 - 10:20</div>
<figure><img src="a.jpg"><figcaption>الوزيران خلال التوقيع (رويترز)</figcaption></figure>
<p>{LEAD}</p><p>{SECOND}</p>
<div class="related"><h3>اقرأ أيضا</h3><ul>
<li><a href="/x">خبر آخر لا علاقة له بالموضوع</a></li></ul></div>
<h2>تفاصيل الاتفاق</h2>
<ul><li>إنشاء محطة للطاقة الشمسية في الجنوب</li><li>مد خط للمياه بطول 120 كيلومترا</li></ul>
<figure><img src="b.jpg"><figcaption>خط المياه الحالي في الجنوب</figcaption></figure>
<p>{THIRD}<br>المصدر: وكالات</p><p>تابعونا على تويتر</p>
</article></main>
<aside class="sidebar"><figure><figcaption>صورة من خبر آخر تماما</figcaption></figure>
<p>هذا عمود جانبي فيه كلام كثير عن موضوع آخر لا يخص القارئ.</p></aside>
<footer><p>جميع الحقوق محفوظة © صحيفة المثال 2024</p></footer></body></html>"""

OLD = f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1256">
<TITLE>{TITLE}</TITLE></HEAD><BODY BGCOLOR=white dir=rtl>
<TABLE WIDTH=100%><TR><TD WIDTH=150><A HREF="/">الرئيسية</A><BR><A HREF="/s">سياسة</A><BR>
<A HREF="/e">اقتصاد</A></TD><TD><H1>{TITLE}</H1>
<FONT SIZE=2>تاريخ النشر: 05/03/2004</FONT>
<P>{LEAD}</P><P>{SECOND}</P><P>{THIRD}</P><P>المصدر : الجزيرة + وكالات</P>
</TD></TR></TABLE></BODY></HTML>"""

FRAGMENT = f"<h1>{TITLE}</h1>\n<p>{LEAD}</p>\n<p>{SECOND}</p>"

INDEX = (
    "<!doctype html><html><head><meta charset=utf-8><title>أخبار اليوم</title></head><body>"
    "<h1>آخر الأخبار</h1><ul>"
    + "".join(
        f'<li><a href="/n/{n}">عنوان الخبر رقم {n} من أخبار اليوم في المنطقة العربية</a></li>'
        for n in range(25)
    )
    + "</ul></body></html>"
)

LOGIN = (
    "<!doctype html><html><head><meta charset=utf-8><title>تسجيل الدخول</title></head><body>"
    "<form><p>يرجى تسجيل الدخول لقراءة المقال</p><input name=u><button>دخول</button></form>"
    "<p>ليس لديك حساب؟ سجل الآن</p></body></html>"
)

PASTED = f"""القائمة
الرئيسية
أخبار
سياسة
الرئيسية › أخبار › عربي

اتفاق الطاقة
{TITLE}
شارك
فيسبوك تويتر واتساب
محمد السيد - القاهرة
نشر في: الثلاثاء 5 مارس/آذار 2024 - 10:20
آخر تحديث: 5 مارس/آذار 2024 - 11:00
مدة القراءة: دقيقتان

الوزيران خلال التوقيع أمس (الأناضول)
{LEAD}

اقرأ أيضا: خبر آخر لا علاقة له بالموضوع

{SECOND}

إعلان

تفاصيل الاتفاق

{THIRD} (أ ف ب)

كلمات مفتاحية: طاقة، مياه
مواضيع ذات صلة
خبر أول عن موضوع بعيد
خبر ثان عن موضوع أبعد
هذا ملخص قصير للخبر الثاني.
التعليقات (2)
قارئ
كلام جميل جدا.
جميع الحقوق محفوظة لصحيفة الخليج 2024
"""

PERSIAN = (
    "وزیر امور خارجه ایران گفت که این توافق می‌تواند به بهبود روابط دو کشور کمک کند.\n\n"
    "او افزود که گفتگوها در روزهای آینده ادامه خواهد یافت و نتایج آن اعلام می‌شود.\n"
)
