namespace Kappa.Mutants;

/// <summary>The verdicts so far, a line each, so that a run which was interrupted goes on where it was.</summary>
/// <remarks>
/// One that was found stays found while its file is the same: tests are only added. All others are tried again, but
/// those that survive with a reason. Any thread.
/// </remarks>
internal sealed class VerdictLog
{
    private readonly string _path;
    private readonly Dictionary<string, (string FoundBy, string Hung)> _known = [];
    private readonly Lock _lock = new();

    public VerdictLog(string path)
    {
        _path = path;
        foreach (string[] parts in File.Exists(path) ? File.ReadLines(path).Select(line => line.Split('\t')) : [])
        {
            if (parts is [var fingerprint, var foundBy, var hung, _])
            {
                _known[fingerprint] = (foundBy, hung);
            }
        }
    }

    /// <summary>The verdict of an earlier run; null where it has to be tried.</summary>
    public Verdict? Find(Mutant mutant, string fingerprint) =>
        _known.TryGetValue(fingerprint, out (string FoundBy, string Hung) known)
            && (known.FoundBy.Length > 0 || (mutant.Reason is not null && known.Hung.Length == 0))
            ? new Verdict(mutant, Text(known.FoundBy), Text(known.Hung)) : null;

    public void Add(Verdict verdict, string fingerprint)
    {
        lock (_lock)
        {
            string name = $"{verdict.Mutant.List}: {verdict.Mutant.Name}";
            File.AppendAllText(_path, $"{fingerprint}\t{verdict.FoundBy}\t{verdict.Hung}\t{name}\n");
        }
    }

    private static string? Text(string text) => text.Length == 0 ? null : text;
}
