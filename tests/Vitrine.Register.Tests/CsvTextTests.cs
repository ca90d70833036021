using System.Text;

namespace Vitrine.Register.Tests;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-2", "'-2")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\tx", "'\tx")]
    [InlineData("'=1", "''=1")]
    [InlineData("a=1", "a=1")]
    [InlineData("'a", "'a")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("=a,\"b\"", "\"'=a,\"\"b\"\"\"")]
    [InlineData("", "")]
    public void Write_AField_IsNoFormulaAndReadsBack(string field, string written)
    {
        var text = new StringBuilder();
        CsvText.Write(text, ["x", field, "y"]);

        Assert.Equal($"x,{written},y\r\n", text.ToString());
        Assert.Equal(["x", field, "y"], Assert.Single(CsvText.Read(Encoding.UTF8.GetBytes(text.ToString()))).Fields);
    }

    [Fact]
    public void Read_AnyRows_AreThoseThatWereWritten()
    {
        var random = new Random(11);
        const string letters = "ab,;\"'=+-@\t\r\n Жé漢";
        for (var round = 0; round < 500; round++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Enumerable.Range(0, 3).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => letters[random.Next(letters.Length)])])).ToArray()).ToList();
            var text = new StringBuilder();
            CsvText.Write(text, ["p", "q", "r"]);
            foreach (var row in rows)
            {
                CsvText.Write(text, row);
            }

            Assert.Equal(rows, CsvText.Read(Encoding.UTF8.GetBytes(text.ToString())).Skip(1).Select(row => row.Fields));
        }
    }

    [Fact]
    public void Read_AByteOrderMarkSemicolonsAndLoneLineFeeds_AreUnderstood()
    {
        var rows = CsvText.Read("\uFEFFa;b\n\"x\ny\";2\n\n3;4"u8);

        Assert.Equal([1, 2, 5], rows.Select(row => row.Line));
        Assert.Equal(["x\ny", "2"], rows[1].Fields);
    }

    [Theory]
    [InlineData("a,b\n\"x", "Line 2: a quotation mark is opened")]
    [InlineData("a,b\n\"x\"y,1", "Line 2: text follows")]
    public void Read_Malformed_SaysWhere(string text, string says) =>
        Assert.Contains(says, Assert.Throws<TableFormatException>(() => CsvText.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_WhatIsTooMuchOrNoUtf8_IsRefused()
    {
        Assert.Contains("UTF-8", Assert.Throws<TableFormatException>(() => CsvText.Read([0x61, 0xFF, 0x62])).Message, StringComparison.Ordinal);
        Assert.Contains("64 fields", Assert.Throws<TableFormatException>(() => CsvText.Read(Encoding.UTF8.GetBytes(new string(',', 64)))).Message, StringComparison.Ordinal);
        Assert.Contains("characters", Assert.Throws<TableFormatException>(() => CsvText.Read(Encoding.UTF8.GetBytes(new string('a', CsvText.MaxField + 1)))).Message, StringComparison.Ordinal);
        Assert.Contains("rows", Assert.Throws<TableFormatException>(() => CsvText.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a\n", CsvText.MaxRows + 2))))).Message, StringComparison.Ordinal);
    }
}
