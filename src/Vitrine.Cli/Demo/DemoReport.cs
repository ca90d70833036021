using System.Diagnostics;

namespace Vitrine.Cli;

/// <summary>One short line a step: what was expected, and whether it held.</summary>
internal sealed class DemoReport
{
    private const int LabelWidth = 9;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _held;
    private int _failed;

    /// <summary>Whether every expectation held so far.</summary>
    public bool Held => _failed == 0;

    public static void Title(string text) => Terminal.Line(Terminal.Strong(text));

    /// <summary>A step that held, or did not.</summary>
    public void Step(string label, bool held, string sentence)
    {
        Terminal.EndProgress();
        _ = held ? _held++ : _failed++;
        Terminal.Verdict(held, $"{label.PadRight(LabelWidth)} {sentence}");
    }

    public void Close()
    {
        Terminal.EndProgress();
        Terminal.Line();
        Terminal.Line(Terminal.Quiet("One machine played every party here. That shows the mechanism; it shows no independence."));
        Terminal.Line(_failed == 0
            ? $"{_held} expectations held in {_clock.Elapsed.TotalSeconds:0} s."
            : $"{_failed} of {_held + _failed} expectations did not hold.");
    }
}
