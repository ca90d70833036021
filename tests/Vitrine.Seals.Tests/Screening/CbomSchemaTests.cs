using System.Text;
using System.Text.Json;

namespace Vitrine.Seals.Tests;

/// <summary>What <see cref="Cbom"/> writes is valid by CycloneDX's own schema.</summary>
public sealed class CbomSchemaTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JsonDocument _schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "vectors", "cyclonedx", "bom-1.6.schema.json")));

    public void Dispose()
    {
        _schema.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Write_EverythingTheCatalogueKnows_IsValid()
    {
        var names = string.Concat(CryptoCatalogue.Parts.Keys.Order(StringComparer.Ordinal).SelectMany(part => (string[])[$"{part}_init(x);\n", $"{part}_256_cbc(x);\n", $"{part}_128_xts(x);\n"]));
        var json = await WriteAsync(("src/all.c", Encoding.UTF8.GetBytes("#include <openssl/evp.h>\n#include <sodium.h>\nstatic const u8 s[] = { 0x63, 0x7c, 0x77, 0x7b };\n" + names)), ("a \"quoted\" name.c", "MD5_Init(&c);\n"u8.ToArray()));

        var components = json.RootElement.GetProperty("components");
        Assert.InRange(components.GetArrayLength(), 60, int.MaxValue);
        Assert.Empty(new SchemaCheck(_schema.RootElement).Faults(json.RootElement));
        json.Dispose();
    }

    [Fact]
    public async Task Write_NothingFound_IsValid()
    {
        using var json = await WriteAsync(("a.c", "int a;\n"u8.ToArray()));

        Assert.Empty(new SchemaCheck(_schema.RootElement).Faults(json.RootElement));
    }

    [Theory]
    [InlineData("\"specVersion\": \"1.6\"", "\"specVersion\": 1.6", "$.specVersion is no string")]
    [InlineData("\"assetType\": \"algorithm\"", "\"assetType\": \"cipher\"", "$.components[0].cryptoProperties.assetType is cipher, which is not one of those listed")]
    [InlineData("\"urn:uuid:", "\"uuid:", "$.serialNumber is uuid:")]
    [InlineData("\"line\": 1", "\"line\": -1", "$.components[0].evidence.occurrences[0].line is too small")]
    [InlineData("\"bomFormat\"", "\"format\"", "$ lacks bomFormat")]
    [InlineData("\"location\"", "\"place\"", "$.components[0].evidence.occurrences[0].place may not be there")]
    public async Task Check_DocumentThatIsSpoilt_SaysWhatAndWhere(string what, string by, string fault)
    {
        using var json = await WriteAsync(("a.c", "MD5_Init(&c);\n"u8.ToArray()));
        using var spoilt = JsonDocument.Parse(json.RootElement.GetRawText().Replace(what, by, StringComparison.Ordinal));

        Assert.Contains(new SchemaCheck(_schema.RootElement).Faults(spoilt.RootElement), one => one.StartsWith(fault, StringComparison.Ordinal));
    }

    private async Task<JsonDocument> WriteAsync(params (string, byte[])[] files)
    {
        using var seal = await Sealing.OpenAsync(_folder, files);
        return JsonDocument.Parse(Cbom.Write(CryptoInventory.Take(seal.Whole, null, CancellationToken.None), seal.Root, "1.2.3"));
    }
}
