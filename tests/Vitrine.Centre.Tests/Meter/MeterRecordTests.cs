using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>A meter's record: what goes in comes out, signed, and nothing can be taken out or changed unseen.</summary>
public sealed class MeterRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vitrine-record-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Append_AfterReopening_GoesOnUnderTheSameKey()
    {
        var responses = Enumerable.Range(0, 300).Select(Response).ToList();
        NoteVerifier key;
        await using (var record = await OpenAsync())
        {
            key = record.Key;
            foreach (var response in responses.Take(200))
            {
                await record.AppendAsync(response, CancellationToken.None);
            }
        }

        await using (var record = await OpenAsync())
        {
            Assert.Equal(key, record.Key);
            foreach (var response in responses.Skip(200))
            {
                await record.AppendAsync(response, CancellationToken.None);
            }

            await Assert.ThrowsAsync<LogInUseException>(OpenAsync);
        }

        Assert.Equal(responses, MeterRecord.Read(_folder, key));
        Assert.Equal(responses, MeterRecord.Read(Path.Combine(_folder, "record"), key));
        Assert.Throws<MeterFormatException>(() => MeterRecord.Read(_folder, NoteSigner.Generate(key.Name).Verifier));
        Assert.Throws<LogMissingException>(() => MeterRecord.Read(Path.GetTempPath(), key));
    }

    [Fact]
    public async Task Read_AnEntryChanged_IsRefused()
    {
        NoteVerifier key;
        await using (var record = await OpenAsync())
        {
            key = record.Key;
            await record.AppendAsync(Response(1), CancellationToken.None);
            await record.AppendAsync(Response(2), CancellationToken.None);
        }

        var file = Directory.EnumerateFiles(Path.Combine(_folder, "record", "tile", "entries"), "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.AsSpan().IndexOf("\"bytes\":2"u8) + 8] = (byte)'9';
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Contains("altered", Assert.Throws<MeterFormatException>(() => MeterRecord.Read(_folder, key)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, "meter.key"));
        await Assert.ThrowsAsync<KeyFileException>(OpenAsync);
    }

    [Fact]
    public void Encode_WhatTheFormatDoesNotAllow_IsRefused()
    {
        var good = Response(1);
        foreach (var wrong in (MeteredResponse[])[
            good with { Status = 99 }, good with { Status = 1000 }, good with { Path = "/a b" }, good with { Path = "/" + new string('a', 512) }, good with { Path = "/a//b" },
            good with { Path = "/a/%2e%2E/b" }, good with { Method = "GE\nT" }, good with { Body = good.Body with { Bytes = 1UL << 53 } }, good with { At = good.At.AddTicks(1) },
            good with { End = (ResponseEnd)9 }, good with { End = ResponseEnd.Broken, Delivered = true }, good with { Status = 0 }, good with { End = ResponseEnd.Refused, Delivered = false },
            good with { Head = MeteredPart.None with { Sha256 = Digest.Of("x"u8) } }])
        {
            Assert.Throws<MeterFormatException>(() => wrong.Encode());
        }

        Assert.Equal(good, MeteredResponse.Parse(good.Encode()));
    }

    [Fact]
    public void Parse_AnEntryOfAnotherVersion_SaysWhich()
    {
        var other = Encoding.UTF8.GetString(Response(1).Encode()).Replace("\"v\":2", "\"v\":1", StringComparison.Ordinal);
        Assert.Contains("version 1", Assert.Throws<MeterFormatException>(() => MeteredResponse.Parse(Encoding.UTF8.GetBytes(other))).Message, StringComparison.Ordinal);
    }

    private static MeteredResponse Response(int i) => new(
        DateTimeOffset.UnixEpoch.AddSeconds(i), i % 2 == 0 ? "GET" : "POST", $"/engagements/e-{i:x8}/read", 200 + (i % 3), "text/html", new MeteredPart(100, Digest.Of("head"u8)),
        new MeteredPart((ulong)i + 1, Digest.Of([(byte)(i % 256)])), i % 5 != 0 ? ResponseEnd.Whole : ResponseEnd.Broken, i % 5 != 0);

    private Task<MeterRecord> OpenAsync() => MeterRecord.OpenAsync(_folder, TimeProvider.System, CancellationToken.None);
}
