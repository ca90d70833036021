using System.Text;

namespace Vitrine.Register.Tests;

public sealed class ListFileTests
{
    private const string Marks = "\",\n\r{}[]:;a2-";

    private static readonly DateOnly Date = new(2026, 3, 1);

    [Fact]
    public void Read_Csv_GivesEveryField()
    {
        var list = Read("# list: own\r\n# title: Our own\r\n# a remark: of no matter\r\nentry,name,aliases,kind,countries,identifiers,since,until,clause,source\r\n" +
            "a,\"Alpha, \"\"the\"\" first\",A1; A2;A1,organisation,DE;fr,HRB 12345,2022-03-25,2023-01-01,\"two\nlines?\",https://a.example\r\n".Replace("two\nlines?", "§ 2", StringComparison.Ordinal));

        Assert.Equal(("own", "Our own", null, null, null), (list.List, list.Title, list.Publisher, list.Date, list.Source));
        var entry = Assert.Single(list.Entries);
        Assert.Equal(["Alpha, \"the\" first", "A1", "A2"], entry.Names.ToArray());
        Assert.Equal((ListedKind.Organisation, "§ 2", "https://a.example", false), (entry.Kind, entry.Clause, entry.Source, entry.SinceIsAssumed));
        Assert.Equal(["de", "fr"], entry.Countries.ToArray());
        Assert.Equal(["HRB 12345"], entry.Identifiers.ToArray());
        Assert.Equal((new DateOnly(2022, 3, 25), new DateOnly(2023, 1, 1)), (entry.Since, entry.Until!.Value));
    }

    [Fact]
    public void Read_ByteOrderMarkAndBareLineFeeds_AreTaken() =>
        Assert.Equal("Été", Assert.Single(ListFile.Read([.. Encoding.UTF8.Preamble, .. "name,entry,since\nÉté,1,2020-01-01"u8], Date).Entries).Names[0]);

    [Theory]
    [InlineData("entry,name,since\na,A,2020-01-01\na,B,2020-01-01\n", "line 3: entry: 'a' is the row on line 2 already.")]
    [InlineData("entry,name,since\na,A,2020-01-01\nb,B\n", "line 3: The row has 2 fields; the header has 3.")]
    [InlineData("entry,name,since\na,A,2020-01-01\n\nb,B,2020-01-01\n", "line 3: The line is empty.")]
    [InlineData("entry,name,since\na,A,25.03.2022\n", "line 2: since: '25.03.2022' is no date; write it as 2022-03-25.")]
    [InlineData("entry,name,since\na,A,2022-02-30\n", "line 2: since: '2022-02-30' is no date; write it as 2022-03-25.")]
    [InlineData("entry,name,since\na,A,\n", "line 2: since: '' is no date; write it as 2022-03-25.")]
    [InlineData("entry,name,since\n,A,2020-01-01\n", "line 2: entry: it is empty; give every row an identifier of its own.")]
    [InlineData("entry,name,since\na, ,2020-01-01\n", "line 2: name: it is empty.")]
    [InlineData("entry,name,since,until\na,A,2020-01-01,2020-01-01\n", "line 2: until: 2020-01-01 is not after since, 2020-01-01.")]
    [InlineData("entry,name,since,kind\na,A,2020-01-01,firm\n", "line 2: kind: 'firm' is none of unknown, organisation, person, publicBody, product.")]
    [InlineData("entry,name,since,kind\na,A,2020-01-01,1\n", "line 2: kind: '1' is none of")]
    [InlineData("entry,name,since,countries\na,A,2020-01-01,Germany\n", "line 2: countries: 'Germany' is no code of two letters.")]
    [InlineData("entry,name,since\na,A \"quoted\",2020-01-01\n", "line 2: A quote stands inside a field")]
    [InlineData("entry,name,since\na,\"A\"b,2020-01-01\n", "line 2: Something follows a closing quote")]
    [InlineData("entry,name,since\na,\"A,2020-01-01\n", "line 2: A quote is opened and never closed.")]
    [InlineData("entry,name,since\na,A\rb,2020-01-01\n", "line 2: A carriage return stands alone.")]
    [InlineData("entry,name,since\na,A\u202eb,2020-01-01\n", "line 2: The name holds a control, direction or broken character.")]
    [InlineData("entry,name,since\na,\"A\nb\",2020-01-01\n", "line 2: The name holds a control, direction or broken character.")]
    [InlineData("entry,name\na,A\n", "line 1: The column 'since' is missing.")]
    [InlineData("entry,name,since,adress\na,A,2020-01-01,x\n", "line 1: 'adress' is no column of a list.")]
    [InlineData("entry,name,since,name\na,A,2020-01-01,x\n", "line 1: The column 'name' stands there twice.")]
    [InlineData("entry;name;since\na;A;2020-01-01\n", "line 1: 'entry;name;since' is no column of a list.")]
    [InlineData("entry,name,since\n", "The file has a header and no entry.")]
    [InlineData("", "The file holds no header.")]
    [InlineData("# date: today\nentry,name,since\na,A,2020-01-01\n", "line 1: 'today' is no date; write it as 2024-09-03.")]
    [InlineData("# list: a\n# list: b\nentry,name,since\na,A,2020-01-01\n", "line 2: 'list' is given twice.")]
    public void Read_MalformedCsv_IsRefusedByItsLine(string text, string reason) => AssertRefused(text, reason);

    [Fact]
    public void Read_ManyWrongRows_NamesEachUpToABound()
    {
        var text = "entry,name,since\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"e{i},,never\n"));

        var refused = Assert.Throws<ListFormatException>(() => Read(text));

        Assert.Equal((160, ListFormatException.MaxFaults), (refused.Total, refused.Faults.Length));
        Assert.Equal((2, 2, 3), (refused.Faults[0].Line, refused.Faults[1].Line, refused.Faults[2].Line));
        Assert.Contains("… and 110 more", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoUtf8_NamesTheLine()
    {
        var refused = Assert.Throws<ListFormatException>(() => ListFile.Read([.. "entry,name,since\na,"u8, 0xe9, .. ",2020-01-01"u8], Date));

        Assert.Equal("line 2: This line is not UTF-8. Save the file as UTF-8 and import it again.", Assert.Single(refused.Faults).ToString());
    }

    [Fact]
    public void Read_FollowTheMoney_JoinsSanctionsToTheirEntities()
    {
        var list = Read("""
            {"id":"nk-1","schema":"Company","caption":"Alpha","first_seen":"2021-06-01T10:00:00","properties":{"name":["Alpha LLC","ООО Альфа"],"alias":["Alfa\u200e"],"country":["ru"],"innCode":["7713140469"],"topics":["sanction"]}}
            {"id":"s-1","schema":"Sanction","properties":{"entity":["nk-1"],"authority":["Office of Example"],"program":["EX-1"],"listingDate":["2022-04-07"],"endDate":["2024-01"],"sourceUrl":["https://office.example/1"]}}
            {"id":"s-2","schema":"Sanction","properties":{"entity":["nk-1"],"authority":["Other Office"],"startDate":["2023"]}}

            {"id":"nk-2","schema":"Person","first_seen":"2020-01-02","properties":{"name":["Иван Иванов"],"nationality":["RU"],"topics":["sanction"]}}
            {"id":"nk-3","schema":"Person","properties":{"name":["Only a relative"],"topics":["role.rca"]}}
            {"id":"own-1","schema":"Ownership","properties":{"owner":["nk-2"],"asset":["nk-1"]}}
            {"id":"nk-4","schema":"Vessel","properties":{"name":["Undated"],"topics":["sanction"]}}
            """);

        Assert.Equal(["s-1", "s-2", "nk-2", "nk-4"], list.Entries.Select(entry => entry.Id));
        var first = list.Entries[0];
        Assert.Equal(["Alpha LLC", "ООО Альфа", "Alfa"], first.Names.ToArray());
        Assert.Equal(("Office of Example; EX-1", "https://office.example/1", ListedKind.Organisation), (first.Clause, first.Source, first.Kind));
        Assert.Equal((new DateOnly(2022, 4, 7), new DateOnly(2024, 1, 1), false), (first.Since, first.Until!.Value, first.SinceIsAssumed));
        Assert.Equal(["7713140469"], first.Identifiers.ToArray());
        Assert.Equal(new DateOnly(2023, 1, 1), list.Entries[1].Since);
        Assert.Equal((new DateOnly(2020, 1, 2), true), (list.Entries[2].Since, list.Entries[2].SinceIsAssumed));
        Assert.Equal((Date, true), (list.Entries[3].Since, list.Entries[3].SinceIsAssumed));
    }

    [Theory]
    [InlineData("{\"id\":\"a\"", "line 1: This is no JSON object:")]
    [InlineData("{\"id\":\"a\",\"schema\":\"Person\"}", "line 1: An entity has an id, a schema and properties.")]
    [InlineData("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":\"A\"}}", "line 1: This is no entity of FollowTheMoney")]
    [InlineData("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[1]}}", "line 1: This is no entity of FollowTheMoney")]
    [InlineData("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}", "line 2: The entity 'a' stands on line 1 already.")]
    [InlineData("{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"x\"]}}", "line 1: The Sanction is of 'x', which is not in the file.")]
    [InlineData("{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{}}", "line 1: A Sanction names the entity that it is of.")]
    [InlineData("{\"id\":\"x\",\"schema\":\"Person\",\"properties\":{\"name\":[\"X\"]}}\n{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"x\"],\"listingDate\":[\"soon\"]}}", "line 2: listingDate: 'soon' is no date.")]
    [InlineData("{\"id\":\"x\",\"schema\":\"Person\",\"properties\":{\"name\":[\"X\"]}}\n{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"x\"],\"listingDate\":[\"2022-01-01\"],\"endDate\":[\"2021-01-01\"]}}", "line 2: The Sanction ends on 2021-01-01 and begins on 2022-01-01.")]
    [InlineData("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}", "The file names nobody who is listed")]
    [InlineData("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}} {}", "line 1: This is no JSON object:")]
    public void Read_MalformedFollowTheMoney_IsRefusedByItsLine(string text, string reason) => AssertRefused(text, reason);

    [Fact]
    public void Read_AnyBytes_GiveAListOrTheOneException()
    {
        var random = new Random(7);
        var seeds = new[] { "entry,name,since\na,\"A\"\"x\",2020-01-01\n", "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"],\"topics\":[\"sanction\"]}}\n" };
        for (var i = 0; i < 4000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[i % 2]);
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)Marks[random.Next(Marks.Length)];
            }

            try
            {
                Assert.NotEmpty(ListFile.Read(bytes, Date).Entries);
            }
            catch (ListFormatException refused)
            {
                Assert.NotEmpty(refused.Faults);
            }
        }
    }

    private static ListFile Read(string text) => ListFile.Read(Encoding.UTF8.GetBytes(text), Date);

    private static void AssertRefused(string text, string reason)
    {
        var refused = Assert.Throws<ListFormatException>(() => Read(text));
        Assert.StartsWith(reason, refused.Faults[0].ToString(), StringComparison.Ordinal);
    }
}
