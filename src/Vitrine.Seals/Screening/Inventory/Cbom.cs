using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Writes an inventory of cryptography as a CycloneDX 1.6 document (ECMA-424): algorithms and protocols as cryptographic assets, libraries as components.</summary>
public static class Cbom
{
    private static readonly string[] KnownModes = ["cbc", "ecb", "ccm", "gcm", "cfb", "ofb", "ctr"];

    /// <summary>UTF-8 JSON; the same inventory gives the same bytes. It names paths, so it is as confidential as the seal.</summary>
    public static byte[] Write(ImmutableArray<CryptoAsset> assets, SealRoot root, string toolVersion)
    {
        ArgumentException.ThrowIfNullOrEmpty(toolVersion);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteString("serialNumber", $"urn:uuid:{Uuid(root)}");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("tools");
            json.WriteStartArray("components");
            WriteComponent(json, "application", "Vitrine", toolVersion);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject("component");
            json.WriteString("type", "application");
            json.WriteString("bom-ref", "sealed-tree");
            json.WriteString("name", "sealed tree");
            json.WriteString("version", root.ToString());
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var (index, asset) in assets.Index())
            {
                WriteAsset(json, index, asset);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAsset(Utf8JsonWriter json, int index, CryptoAsset asset)
    {
        json.WriteStartObject();
        json.WriteString("type", asset.Sort == "library" ? "library" : "cryptographic-asset");
        json.WriteString("bom-ref", string.Create(CultureInfo.InvariantCulture, $"crypto-{index + 1}"));
        json.WriteString("name", asset.Name);
        if (asset.Sort == "algorithm")
        {
            json.WriteStartObject("cryptoProperties");
            json.WriteString("assetType", "algorithm");
            json.WriteStartObject("algorithmProperties");
            json.WriteString("primitive", asset.Primitive == "block-cipher" && asset.Mode is "gcm" or "ccm" or "ocb" or "eax" or "siv" ? "ae" : asset.Primitive);
            if (asset.Size.Length > 0)
            {
                json.WriteString("parameterSetIdentifier", asset.Size);
            }

            if (asset.Mode.Length > 0)
            {
                json.WriteString("mode", KnownModes.Contains(asset.Mode) ? asset.Mode : "other");
            }

            WriteWords(json, "cryptoFunctions", asset.Functions);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (asset.Sort == "protocol")
        {
            json.WriteStartObject("cryptoProperties");
            json.WriteString("assetType", "protocol");
            json.WriteStartObject("protocolProperties");
            json.WriteString("type", asset.Primitive);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteStartObject("evidence");
        json.WriteStartArray("occurrences");
        foreach (var place in asset.Places)
        {
            json.WriteStartObject();
            json.WriteString("location", place.Path);
            if (place.Line is { } line)
            {
                json.WriteNumber("line", line);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("properties");
        WriteProperty(json, "vitrine:files", asset.Files.ToString(CultureInfo.InvariantCulture));
        WriteProperty(json, "vitrine:own-implementation", asset.IsOwn ? "likely" : "not seen");
        WriteProperty(json, "vitrine:export-question", asset.Export.Question);
        WriteProperty(json, "vitrine:export-reason", asset.Export.Reason);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteComponent(Utf8JsonWriter json, string type, string name, string version)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("name", name);
        json.WriteString("version", version);
        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, ImmutableArray<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    /// <summary>A UUID of version 8 (RFC 9562) made of the root.</summary>
    private static Guid Uuid(SealRoot root)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        root.Value.CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }
}
