using Kappa.Mutants;

// Plants every mutant of some lists in a copy of the tree, one after the other, and says which the tests did not find.
// README.md has the usage. The exit code is 0 where every mutant is as its list says.
string tree = Command.Require(".", "git", "rev-parse", "--show-toplevel").Trim();
string copy = Environment.GetEnvironmentVariable("KAPPA_MUTANTS") ?? Path.Combine(Path.GetTempPath(), "kappa-mutants");
string lists = Path.Combine(tree, "tests/Mutants/Lists");
string? words = args.SkipWhile(arg => arg != "--name").Skip(1).FirstOrDefault();
string[] names = [.. args.TakeWhile(arg => arg != "--name")];

Mutant[] mutants = [.. Directory.EnumerateFiles(lists, "*.txt").Order(StringComparer.Ordinal)
    .Where(path => names.Length == 0 || names.Contains(Path.GetFileNameWithoutExtension(path)))
    .SelectMany(MutantList.Read)
    .Where(mutant => words is null || mutant.Name.Contains(words, StringComparison.Ordinal))];
foreach (Mutant mutant in mutants)
{
    mutant.Apply(File.ReadAllText(Path.Combine(tree, mutant.File))); // All at once: a list may be older than the code.
}

Workbench bench = new(tree, copy);
bench.Copy();
foreach (Judge judge in mutants.SelectMany(mutant => mutant.Judges).DistinctBy(judge => judge.ToString()))
{
    bench.Prepare(judge);
}

List<Verdict> verdicts = [];
foreach (Mutant mutant in mutants)
{
    verdicts.Add(bench.Try(mutant));
    Console.WriteLine(verdicts[^1]);
}

int unexpected = verdicts.Count(verdict => !verdict.IsExpected);
Console.WriteLine(
    $"{verdicts.Count} mutants, {verdicts.Count(verdict => verdict.FoundBy is not null)} found, " +
    $"{verdicts.Count(verdict => verdict.FoundBy is null)} survived, {unexpected} not as the lists say.");
return unexpected == 0 ? 0 : 1;
