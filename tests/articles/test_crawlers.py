"""Who counts as a reader: people's browsers always, programs that name themselves never."""

import pytest

from articles.crawlers import is_crawler

PHONE = "Mozilla/5.0 (Linux; Android 13; {}) AppleWebKit/537.36 (KHTML, like Gecko) {}"
PEOPLE = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    PHONE.format("CUBOT_X30", "Version/4.0 Chrome/116.0 Mobile Safari/537.36"),
    PHONE.format("CUBOT KINGKONG 9", "Chrome/116.0 Mobile Safari/537.36"),
    PHONE.format("CUBOT", "Chrome/116.0 Mobile Safari/537.36"),
    PHONE.format("V2185A", "Chrome/86.0 XWEB/4375 Mobile Safari/537.36 MicroMessenger/8.0.40"),
    PHONE.format("PGT-AN10", "Chrome/99.0 HuaweiBrowser/14.0 Mobile Safari/537.36"),
    PHONE.format("22081212C", "Chrome/109.0 XiaoMi/MiuiBrowser/18.0 Mobile Safari/537.36"),
    PHONE.format("RMX3366", "Chrome/97.0 HeyTapBrowser/40.8 Mobile Safari/537.36"),
    PHONE.format("V2241A", "Chrome/87.0 VivoBrowser/17.6 Mobile Safari/537.36"),
    PHONE.format("ELS-AN00", "Chrome/97.0 baiduboxapp/13.50.0.10 Mobile Safari/537.36"),
    PHONE.format("MI 9", "Chrome/77.0 MQQBrowser/13.9 Mobile Safari/537.36 QQ/8.9.80"),
    PHONE.format("M2007", "UCBrowser/15.5 Mobile Safari/537.36 AliApp(DingTalk/7.0)"),
    PHONE.format("SM-G991B", "Chrome/120.0 Mobile Safari/537.36 Weibo (samsung__weibo__13.1)"),
    PHONE.format("SM-G991B", "Chrome/120.0 Mobile Safari/537.36 YaBrowser/24.1 YandexSearch/24"),
    PHONE.format("SM-G991B", "Chrome/120.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0;]"),
    PHONE.format("Pixel 7", "GSA/14.21 Mobile Safari/537.36"),
    PHONE.format("Pixel 7", "Chrome/120.0 Mobile Safari/537.36 NewsArticle/9.5.1 JsSdk/1.0"),
    "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0 "
    "Safari/537.36 SE 2.X MetaSr 1.0",
    "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; 360SE; rv:11.0) like Gecko",
    "Opera/9.80 (Android; Opera Mini/36.2) Presto/2.12.423 Version/12.16",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0.0.0 Safari/537.36",
    "Lynx/2.8.9rel.1 libwww-FM/2.14",
    "w3m/0.5.3+git2023",
]
PROGRAMS = [
    "",
    "   ",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 Chrome/99.0 Mobile "
    "Safari/537.36 (compatible; GoogleOther)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/80 Safari/537.36; 360Spider",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (compatible; Bytespider; a@b.example)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.0)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23.20.0",
    "Slackbot-LinkExpanding 1.0",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; archive.org_bot)",
    "Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 Chrome/119 Mobile Chrome-Lighthouse",
    "curl/8.1.2",
    "Wget/1.21",
    "python-requests/2.31.0",
    "Python-urllib/3.11",
    "Go-http-client/1.1",
    "okhttp/4.9.3",
    "Java/17.0.1",
    "Apache-HttpClient/4.5.13 (Java/11)",
    "axios/1.6.0",
    "node",
    "Scrapy/2.11 (+https://scrapy.example)",
    "Feedly/1.0",
    "UptimeRobot/2.0",
    "Mozilla/5.0 (compatible; Pingdom.com_bot_version_1.4)",
]


@pytest.mark.parametrize("user_agent", PEOPLE)
def test_a_browser_that_people_use_is_a_reader(user_agent):
    assert not is_crawler(user_agent)


@pytest.mark.parametrize("user_agent", PROGRAMS)
def test_a_program_that_names_itself_is_not(user_agent):
    assert is_crawler(user_agent)
