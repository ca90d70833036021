using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

public sealed class ImportedTests
{
    private const string Head = "№ сертификата,Дата внесения в реестр,Срок действия сертификата,Наименование средства (шифр),\"Наименования документов, требованиям которых соответствует средство\",Схема сертификации,Испытательная лаборатория,Орган по сертификации,Заявитель,\"Реквизиты заявителя (индекс, адрес, телефон)\",\"Информация об окончании срока технической поддержки, полученная от заявителя\"";
    private const string English = "number,registration date,validity,name,requirement documents,scheme,laboratory,certification body,applicant,applicant details,end of support";

    private static readonly string[] Rows =
    [
        "4068,22.01.2019,22.01.2027,\"Средство защиты «Щит», версия 11\",\"Требования доверия(4), Требования к САВЗ\",серия,АО «Лаборатория»,ООО «Орган»,АО «Заявитель»,\"125212, г. Москва, (495) 797-87-00\",31.12.2030",
        "1234/1,2020-03-05,бессрочно,Шлюз,Требования доверия(6),партия,Лаборатория,Орган,Заявитель,,",
        "4099,01.02.2021,\"приостановлено, до 01.02.2026\",Агент,ТУ,единичный образец,Лаборатория,Орган,=cmd|'/c calc'!A0,+7 495,",
        "4100,01.02.2021,01.02.2026,Сканер,ТУ,серия,Лаборатория,Орган,Заявитель,,01.02.2026",
    ];

    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public void Read_TheElevenColumns_GiveRowsWithStatesComputed()
    {
        var rows = FstecFormat.Read(Bytes(Head, Rows));

        Assert.Equal(["4068", "1234/1", "4099", "4100"], rows.Select(row => row.Number));
        Assert.Equal(
            [CertificateState.Valid, CertificateState.Valid, CertificateState.Suspended, CertificateState.Expired],
            rows.Select(row => row.StateOn(Today)));
        Assert.Equal((new DateOnly(2019, 1, 22), new DateOnly(2027, 1, 22)), (rows[0].Registered, rows[0].ValidUntil!.Value));
        Assert.Equal("125212, г. Москва, (495) 797-87-00", rows[0].ApplicantDetails);
        Assert.Equal(CertificateState.Valid, rows[0].StateOn(new DateOnly(2027, 1, 22)));
        Assert.Equal(CertificateState.Expired, rows[0].StateOn(new DateOnly(2027, 1, 23)));
    }

    [Fact]
    public void Write_WhatWasRead_ReadsAgainAndHoldsNoFormula()
    {
        var rows = FstecFormat.Read(Bytes(Head, Rows));
        var written = FstecFormat.Write(rows);

        Assert.Equal(rows, FstecFormat.Read(written));
        Assert.Equal(written, FstecFormat.Write(FstecFormat.Read(written)));
        Assert.Contains(",'=cmd|", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EnglishNamesInAnotherOrder_GiveTheSame()
    {
        var plain = FstecFormat.Read(Bytes(English, Rows[1]));
        var turned = FstecFormat.Read(Bytes(
            string.Join(',', English.Split(',').Reverse()), string.Join(',', Rows[1].Split(',').Reverse())));

        Assert.Equal(plain, turned);
        Assert.Equal(plain, FstecFormat.Read(Bytes(Head, Rows[1])));
    }

    [Fact]
    public void Read_MalformedAndDuplicateRows_NamesEachAndTakesNone()
    {
        var refused = Assert.Throws<RegisterRefusedException>(() => FstecFormat.Read(Bytes(
            Head,
            Rows[0],
            Rows[0],
            "5000,31.02.2021,бессрочно,x,,,,,,,",
            "5001,01.02.2021,когда-нибудь,x,,,,,,,",
            ",01.02.2021,бессрочно,x,,,,,,,",
            "5002,01.02.2021,бессрочно,x",
            "5003,01.02.2021,бессрочно,a\u202Eb,,,,,,,",
            "5004,01.02.2021,бессрочно,,,,,,,,")));

        Assert.Equal(7, refused.Problems.Count);
        Assert.Equal([3, 4, 5, 6, 7, 8, 9], refused.Problems.Select(problem => int.Parse(problem["line ".Length..problem.IndexOf(':', StringComparison.Ordinal)])));
        foreach (var (problem, says) in refused.Problems.Zip((string[])["4068 stands on line 2", "'31.02.2021' is no day", "'когда-нибудь'", "number", "4 fields, not 11", "direction", "name has"]))
        {
            Assert.Contains(says, problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("number,number", "comes twice")]
    [InlineData("number,colour", "a column 'colour'")]
    [InlineData("number,validity", "lacks the columns")]
    public void Read_OtherColumns_SaysWhich(string head, string says) =>
        Assert.Contains(says, Assert.Throws<TableFormatException>(() => FstecFormat.Read(Encoding.UTF8.GetBytes(head))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Import_AsOneActOnOneDocument_VersionsFollowAndNothingIsHalfImported()
    {
        await using var scene = await RegisterScene.MakeAsync();
        Assert.Equal(4, await ImportAsync(scene, Bytes(Head, Rows), Today));
        var first = scene.Time.Now;
        await Assert.ThrowsAsync<RegisterRefusedException>(() => ImportAsync(scene, Bytes(Head, Rows[0], Rows[0]), Today));
        Assert.Contains("very file already", (await Assert.ThrowsAsync<ActRefusedException>(() => ImportAsync(scene, Bytes(Head, Rows), Today))).Message, StringComparison.Ordinal);
        Assert.Contains("which is later", (await Assert.ThrowsAsync<ActRefusedException>(() => ImportAsync(scene, Bytes(Head, Rows[1]), Today.AddDays(-1)))).Message, StringComparison.Ordinal);
        Assert.Contains("still to come", (await Assert.ThrowsAsync<ActRefusedException>(() => ImportAsync(scene, Bytes(Head, Rows[1]), Today.AddDays(9)))).Message, StringComparison.Ordinal);
        scene.Time.Now = scene.Time.Now.AddDays(1);
        Assert.Equal(2, await ImportAsync(scene, Bytes(Head, Rows[0], Rows[2]), Today.AddDays(1)));

        using var views = scene.Centre.Snapshot();
        var newest = Assert.Single(ImportedRegisters.List(scene.Time.Now, views));
        Assert.Equal((Today.AddDays(1), 2, "https://example.org/register"), (newest.Retrieved, newest.Rows, newest.Source));
        Assert.Equal(FstecFormat.Read(Bytes(Head, Rows[0], Rows[2])), ImportedRegisters.RowsOf(newest, views));
        Assert.Equal(4, Assert.Single(ImportedRegisters.List(first, views)).Rows);
        Assert.Equal(2, ImportedRegisters.Versions("fstec", scene.Time.Now, views).Count);
    }

    [Fact]
    public async Task Export_OwnCertificates_ReadBackInEveryFormat()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        var (first, second, against) = (scene.Certificate("1"), scene.Certificate("2", product: "=Gate, \"way\""), scene.Certificate("3") with { Certified = false });
        foreach (var one in (CertificateIssued[])[first, second, against])
        {
            await scene.RecordAsync(one);
        }

        await scene.RecordAsync(new CertificateSuspended(first.Certificate, "Doubt."));
        using var views = scene.Centre.Snapshot();
        var all = Certificates.List(views);
        static string Named(string party) => $"The {party}";
        var table = CertificateExport.Table(all, scene.Time.Now, Named);

        Assert.Equal(3, table.Rows.Count);
        var own = OwnFormat.Of(all, scene.Time.Now, Named);
        Assert.Equal(own, FstecFormat.Read(FstecFormat.Write(own)));
        var fromCsv = OwnFormat.ReadCsv(table.ToCsv());
        Assert.Equal(fromCsv, OwnFormat.ReadJson(table.ToJson("Test centre", "")));
        Assert.Equal(own, fromCsv.Where(row => row.Stated != CertificateState.Refused));
        Assert.Equal([second.Certificate, first.Certificate], own.Select(row => Digest.ParseHex(row.Number)));
        Assert.Equal([CertificateState.Valid, CertificateState.Suspended], own.Select(row => row.StateOn(Today)));
    }

    [Theory]
    [InlineData("{}", "\"rows\"")]
    [InlineData("{\"rows\":[1]}", "row 1: it has not the fields")]
    [InlineData("[", "no JSON")]
    public void ReadJson_WhatIsNoExport_IsRefused(string json, string says) =>
        Assert.Contains(says, Assert.ThrowsAny<FormatException>(() => OwnFormat.ReadJson(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    private static Task<int> ImportAsync(RegisterScene scene, byte[] file, DateOnly retrieved) =>
        ImportedRegisters.ImportAsync(scene.Centre, file, CertificatesFormat.Fstec, "fstec", "A register", "https://example.org/register", retrieved, Actor.Console, CancellationToken.None);

    private static byte[] Bytes(string head, params string[] rows) => Encoding.UTF8.GetBytes(string.Join("\r\n", [head, .. rows]) + "\r\n");
}
