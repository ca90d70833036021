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
        bytes[bytes.AsSpan().IndexOf("\"bytes\":1"u8) + 8] = (byte)'9';
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Contains("altered", Assert.Throws<MeterFormatException>(() => MeterRecord.Read(_folder, key)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, "meter.key"));
        await Assert.ThrowsAsync<KeyFileException>(OpenAsync);
    }

    [Fact]
    public void Parse_MutatedEntries_GivesTheDeclaredExceptionOrTheSameBytes()
    {
        var seed = Response(7).Encode();
        var random = new Random(9100);
        for (var i = 0; i < 30_000; i++)
        {
            var mutated = seed.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(mutated.Length);
                mutated = random.Next(3) switch
                {
                    0 => [.. mutated[..at], .. mutated[(at + 1)..]],
                    1 => [.. mutated[..at], (byte)"\"\\{}[]:,0-e "[random.Next(12)], .. mutated[at..]],
                    _ => [.. mutated[..at], (byte)(mutated[at] ^ (1 << random.Next(8))), .. mutated[(at + 1)..]],
                };
            }

            try
            {
                Assert.Equal(mutated, MeteredResponse.Parse(mutated).Encode());
            }
            catch (MeterFormatException)
            {
            }
        }
    }

    [Fact]
    public void Encode_WhatTheFormatDoesNotAllow_IsRefused()
    {
        var good = Response(1);
        foreach (var wrong in (MeteredResponse[])[good with { Status = 99 }, good with { Path = "/a b" }, good with { Path = "/" + new string('a', 512) }, good with { Method = "GE\nT" }, good with { Bytes = 1UL << 53 }, good with { At = good.At.AddTicks(1) }])
        {
            Assert.Throws<MeterFormatException>(() => wrong.Encode());
        }
    }

    private static MeteredResponse Response(int i) =>
        new(DateTimeOffset.UnixEpoch.AddSeconds(i), i % 2 == 0 ? "GET" : "POST", $"/engagements/e-{i:x8}/read", 200 + (i % 3), "text/html", (ulong)i, Digest.Of([(byte)(i % 256)]), i % 5 != 0);

    private Task<MeterRecord> OpenAsync() => MeterRecord.OpenAsync(_folder, TimeProvider.System, CancellationToken.None);
}
