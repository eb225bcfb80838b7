namespace Kappa.Simulation.Tests;

/// <summary>What a version has come to: lines by store and by output.</summary>
internal sealed class Findings
{
    private readonly SortedDictionary<string, string[][]> _parts = new(StringComparer.Ordinal);

    public int Lines => _parts.Values.Sum(writers => writers.Sum(lines => lines.Length));

    public void Add(string part, IEnumerable<string> lines) => Add(part, [lines]);

    /// <summary>
    /// Adds what several tasks have written to one partition: what each wrote is in its order, and how they mix hangs
    /// on the sizes of commits (docs/protocols.md, The promise).
    /// </summary>
    public void Add(string part, IEnumerable<IEnumerable<string>> byWriter)
    {
        string[][] writers = [.. byWriter.Select(lines => lines.ToArray()).Where(lines => lines.Length > 0)];
        if (writers.Length > 0)
        {
            _parts.Add(part, writers);
        }
    }

    /// <summary>Fails with the first line that is not one that may come there.</summary>
    public void Require(Findings found, string who)
    {
        foreach (string part in _parts.Keys.Union(found._parts.Keys))
        {
            string[][] expected = _parts.GetValueOrDefault(part, []);
            string[] actual = [.. found._parts.GetValueOrDefault(part, []).SelectMany(lines => lines)];
            if (Shuffle.WhyNot(expected, actual) is { } why)
            {
                Assert.Fail($"{who}, {part}: {why}");
            }
        }
    }
}
