using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Vitrine.Artifacts;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;
using Vitrine.Seals;

namespace Vitrine.Cli.Tests;

/// <summary>Every kind of fault that a part can throw has one exit code, and a sentence without a stack.</summary>
public sealed class ExitTests
{
    public static TheoryData<int, Exception> Faults => new()
    {
        { 1, new ActRefusedException("no") },
        { 1, new SealStoreException(SealStoreFault.NotFound, "no") },
        { 1, new SealRefusedException([new SealProblem(SealProblemKind.Submodule, "lib", "a repository of its own")]) },
        { 2, new SealStoreException(SealStoreFault.WrongKey, "no") },
        { 2, new SealStoreException(SealStoreFault.Busy, "no") },
        { 2, new SealStoreException(SealStoreFault.WriteFailed, "no", new IOException("No space left on device", 28)) },
        { 2, new SealStoreException(SealStoreFault.TooLarge, "no") },
        { 3, new SealStoreException(SealStoreFault.Damaged, "no") },
        { 2, new SealSourceException(SealSourceFault.PathNotFound, "no") },
        { 2, new ArtifactFormatException("zip", ArtifactFault.Truncated, 0, "no") },
        { 2, new CentreUnusableException("no") },
        { 2, new SymbolsMissingException() },
        { 3, new CentreUnusableException("no", new LogCorruptException("checkpoint", "no")) },
        { 2, new CentreUnusableException("no", new IOException("No space left on device", 28)) },
        { 3, new CentreFaultException("no") },
        { 2, new CentreFaultException("no", new LogFaultException("write", "/centre/log", false, new IOException("No space left on device", 28))) },
        { 2, new KeyFileException("no") },
        { 3, new LedgerFormatException("no") },
        { 2, new LogInUseException("/centre/log") },
        { 2, new LogMissingException("/centre/log") },
        { 3, new LogCorruptException("/centre/log/checkpoint", "no") },
        { 3, new LogFaultException("sync", "/centre/log", true, new IOException("Input/output error", 5)) },
        { 2, new LogFaultException("write", "/centre/log", false, new IOException("Read-only file system", 30)) },
        { 2, new LogFaultException("open", "/centre/log", false, new UnauthorizedAccessException("no")) },
        { 2, new NoteFormatException(NoteVerdict.Malformed, "no") },
        { 2, new JsonFormatException("no", 0) },
        { 2, new StatementFormatException("no") },
        { 2, new KeyFormatException("no") },
        { 2, new DsseFormatException("no") },
        { 2, new BundleFormatException("no") },
        { 2, new CryptographicException("no") },
        { 2, new UnauthorizedAccessException("no") },
        { 2, new FileNotFoundException("no") },
        { 2, new SqliteException("no", 5) },
        { 2, new SqliteException("no", 8) },
        { 2, new SqliteException("no", 10) },
        { 2, new SqliteException("no", 13) },
        { 2, new SqliteException("no", 14) },
        { 3, new SqliteException("no", 11) },
        { 3, new SqliteException("no", 26) },
        { 130, new OperationCanceledException() },
        { 2, new AggregateException(new KeyFileException("no")) },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Of_FaultOfAPart_HasItsCodeAndASentence(int code, Exception fault)
    {
        var (given, sentence) = Exit.Of(fault);

        Assert.Equal(code, given);
        Assert.NotEqual("", sentence);
        Assert.DoesNotContain("Exception", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Defect_IsAnInternalFaultWithItsStack()
    {
        var (code, sentence) = Exit.Of(new InvalidOperationException("impossible"));
        Assert.Equal(3, code);
        Assert.Contains("a defect of Vitrine: System.InvalidOperationException: impossible", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FullDisk_NamesThePlaceAndWhatToDo()
    {
        var (_, sentence) = Exit.Of(new CentreFaultException("no", new LogFaultException("write", "/centre/log/journal", false, new IOException("No space left on device", 28))));
        Assert.StartsWith("The disk is full at /centre/log/journal.", sentence, StringComparison.Ordinal);
        Assert.Contains("make room", sentence, StringComparison.Ordinal);
    }
}
