using System.Net;
using System.Text;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web.Tests;

/// <summary>Asking the lists over HTTP, with names that nobody has.</summary>
public sealed class ListPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Screen_HostileNames_AreAnsweredInWords()
    {
        var many = "entry,name,since\n" + string.Concat(Enumerable.Range(0, 130).Select(i => $"e{i},Mohammed Ali Person{i},2020-01-01\n"));
        await ListDesk.ImportAsync(site.Centre, Encoding.UTF8.GetBytes(many), "many.csv", new ListAbout(null, null, null, null, null), Actor.Console, CancellationToken.None);
        var hanne = await site.SignInAsync("hanne");
        (string Name, HttpStatusCode Status, string Words)[] cases =
        [
            ("Mohammed Ali", HttpStatusCode.OK, "30 more entries are hit, not likelier than these, and not shown."),
            ("LLC Ltd", HttpStatusCode.OK, "No entry"),
            ("… --", HttpStatusCode.UnprocessableEntity, "There is no letter and no digit in it"),
            ("\u0301\u200d", HttpStatusCode.UnprocessableEntity, "There is no letter and no digit in it"),
            (new string('a', Lists.MaxName), HttpStatusCode.OK, "No entry"),
            (new string('a', Lists.MaxName + 1), HttpStatusCode.UnprocessableEntity, "Write at most 1,000 characters."),
            (string.Concat(Enumerable.Repeat("技术", 400)), HttpStatusCode.OK, "No entry"),
            ("a\u0001\u001b[31m\u202eb", HttpStatusCode.OK, "No entry"),
            ("<script>alert(1)</script>", HttpStatusCode.OK, "No entry"),
        ];
        foreach (var (name, status, words) in cases)
        {
            var (answered, page) = await hanne.GetAsync($"{Routes.ScreenName}?name={Uri.EscapeDataString(name)}");
            var start = name[..Math.Min(name.Length, 20)];
            Assert.True(answered == status, $"'{start}' answered {(int)answered}");
            Assert.Contains(words, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        }

        // The server reads no line of more than 8 KiB; that is some 900 characters of Han.
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await hanne.GetAsync($"{Routes.ScreenName}?name={new string('a', 10_000)}")).Status);
    }
}
