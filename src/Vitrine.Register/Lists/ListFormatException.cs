using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>One thing that is wrong with a list.</summary>
/// <param name="Line">Of the file, from 1; 0 where it is the whole file.</param>
/// <param name="Message">A sentence.</param>
public sealed record ListFault(int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"line {Line:N0}: {Message}" : Message;
}

/// <summary>A file is no list that can be imported; nothing of it was.</summary>
public sealed class ListFormatException : Exception
{
    /// <summary>The most faults that are told one by one.</summary>
    public const int MaxFaults = 50;

    internal ListFormatException(IReadOnlyList<ListFault> faults, int total)
        : base(Describe(faults, total))
    {
        Faults = [.. faults];
        Total = total;
    }

    /// <summary>The first of what is wrong, in the order of lines.</summary>
    public ImmutableArray<ListFault> Faults { get; }

    /// <summary>How much is wrong in all.</summary>
    public int Total { get; }

    internal static ListFormatException Of(int line, string message) => new([new ListFault(line, message)], 1);

    private static string Describe(IReadOnlyList<ListFault> faults, int total)
    {
        var more = total > faults.Count ? $"\n  … and {total - faults.Count:N0} more" : "";
        return faults is [{ Line: 0 } whole] && total == 1
            ? $"The list was not imported. {whole.Message}"
            : $"The list was not imported; {(total == 1 ? "1 thing in it is" : $"{total:N0} things in it are")} wrong.\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}{more}";
    }
}

/// <summary>Collects what is wrong while a list is read.</summary>
internal sealed class ListFaults
{
    private readonly List<ListFault> _first = [];
    private int _total;

    public int Total => _total;

    public void Add(int line, string message)
    {
        _total++;
        if (_first.Count < ListFormatException.MaxFaults)
        {
            _first.Add(new ListFault(line, message));
        }
    }

    /// <summary>Ends the reading where anything was wrong.</summary>
    public void ThrowIfAny()
    {
        if (_total > 0)
        {
            throw new ListFormatException([.. _first.OrderBy(fault => fault.Line)], _total);
        }
    }
}
