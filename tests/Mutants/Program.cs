using System.Collections.Concurrent;
using Kappa.Mutants;

// Plants every mutant of some lists in a copy, and says which the tests did not find. README.md has the usage.
// The exit code is 0 where every mutant is as its list says.
string? Option(string name) => args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault();
string tree = Command.Require(".", "git", "rev-parse", "--show-toplevel").Trim();
string copy = Environment.GetEnvironmentVariable("KAPPA_MUTANTS") ?? Path.Combine(Path.GetTempPath(), "kappa-mutants");
string? words = Option("--name");
int benches = int.Parse(Option("--at-once") ?? "1");
bool isQuick = args.Contains("--first");
string[] names = [.. args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal))];

Mutant[] mutants = [.. Directory.EnumerateFiles(Path.Combine(tree, "tests/Mutants/Lists"), "*.txt")
    .Order(StringComparer.Ordinal)
    .Where(path => names.Length == 0 || names.Contains(Path.GetFileNameWithoutExtension(path)))
    .SelectMany(MutantList.Read)
    .Where(mutant => words is null || mutant.Name.Contains(words, StringComparison.Ordinal))];
foreach (Mutant mutant in mutants)
{
    mutant.Apply(File.ReadAllText(Path.Combine(tree, mutant.File))); // All at once: a list may be older than the code.
}

Workbench workbench = new(tree, copy);
workbench.Copy();
workbench.Build(mutants);
VerdictLog log = new(Path.Combine(copy, "verdicts.txt"));
ConcurrentQueue<Mutant> left = new(mutants);
ConcurrentBag<Verdict> verdicts = [];
await Task.WhenAll(Enumerable.Range(0, benches).Select(number => Task.Run(() =>
{
    Bench bench = workbench.Bench(number);
    while (left.TryDequeue(out Mutant? mutant))
    {
        if (Judge(bench, mutant) is { } verdict)
        {
            verdicts.Add(verdict);
            Console.WriteLine(verdict);
        }
    }
})));

foreach (IGrouping<string, Mutant> list in mutants.GroupBy(mutant => mutant.List))
{
    Verdict[] judged = [.. verdicts.Where(verdict => verdict.Mutant.List == list.Key)];
    Console.WriteLine(
        $"{list.Key}: {list.Count()} planted, {judged.Length} judged, " +
        $"{judged.Count(verdict => verdict.FoundBy is not null)} found, " +
        $"{judged.Count(verdict => verdict is { FoundBy: null, Hung: null })} survived, " +
        $"{judged.Count(verdict => verdict is { FoundBy: null, Hung: not null })} only hung, " +
        $"{judged.Count(verdict => !verdict.IsExpected)} not as the list says.");
}

return verdicts.Count == mutants.Length && verdicts.All(verdict => verdict.IsExpected) ? 0 : 1;

Verdict? Judge(Bench bench, Mutant mutant)
{
    string fingerprint = mutant.Fingerprint(workbench.Text(mutant));
    if (log.Find(mutant, fingerprint) is { } known)
    {
        return known;
    }

    try
    {
        Verdict verdict = bench.Try(mutant, isQuick ? mutant.First : [.. mutant.First, .. mutant.Judges]);
        if (isQuick && verdict.FoundBy is null)
        {
            Console.WriteLine($"left       {mutant.List}: {mutant.Name}");
            return null;
        }

        log.Add(verdict, fingerprint);
        return verdict;
    }
    catch (JudgeException error)
    {
        Console.WriteLine($"NOT JUDGED {mutant.List}: {mutant.Name}: {error.Message}");
        return null;
    }
}
