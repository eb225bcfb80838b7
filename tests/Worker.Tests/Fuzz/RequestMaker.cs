using Kappa.Fuzzing;

namespace Kappa.Worker.Tests;

/// <summary>Makes requests that a worker takes, and bends most of them.</summary>
internal sealed class RequestMaker(Random random, string token)
{
    private readonly RequestBender _bender = new(random);

    public FuzzRequest Make()
    {
        (string method, string path, string query, string body) = random.Pick(FuzzWords.Requests);
        var request = new FuzzRequest(method, Fill(path), body);
        foreach (string name in query.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(_ => random.OneIn(2)))
        {
            request.Query.Add((name, Parameter(name)));
        }

        request.Headers.AddRange(["Host: localhost", $"Authorization: Bearer {token}", "Connection: close"]);
        if (random.OneIn(4))
        {
            request.Headers.Add("Accept: application/x-ndjson");
        }

        for (int bends = random.Next(4); bends > 0; bends--)
        {
            _bender.Bend(request);
        }

        return request;
    }

    private string Fill(string path)
    {
        string Or(int times, IReadOnlyList<string> odd, params string[] good) =>
            random.OneIn(times) ? random.Pick(odd) : random.Pick(good);
        return path
            .Replace("{topology}", Or(8, FuzzWords.Odd, "count-words"), StringComparison.Ordinal)
            .Replace("{store}", Or(8, FuzzWords.Odd, "counts"), StringComparison.Ordinal)
            .Replace("{key}", Or(2, FuzzWords.Odd, "a", "b", "A"), StringComparison.Ordinal)
            .Replace("{number}", Or(3, FuzzWords.Numbers, "1", "2"), StringComparison.Ordinal)
            .Replace("{own}", $"t-{random.Next(1, 6)}", StringComparison.Ordinal)
            .Replace("{topic}", Or(6, FuzzWords.Odd, "words", "word-counts", "t-1", "t-2"), StringComparison.Ordinal)
            .Replace("{group}", Or(6, FuzzWords.Odd, "billing", "count-words.v1.i1"), StringComparison.Ordinal);
    }

    private string Parameter(string name) => name switch
    {
        "version" or "old" or "new" or "partition" or "sample" or "limit" =>
            random.OneIn(2) ? random.Pick(FuzzWords.Numbers) : random.Pick("0", "1", "2"),
        "key" or "types" or "id" or "asOf" => random.OneIn(4) ? random.Pick(FuzzWords.Odd)
            : random.Pick("key", "key,n", "key=text", "n=time,key=number", "1", "words/0=1", "2026-11-30"),
        "expectRows" or "last" => random.OneIn(2) ? random.Pick(FuzzWords.Numbers) : "2",
        "maxDelete" => random.Pick("10%", "100%", "0", "-1", "1000%", "%", "many"),
        "duplicates" or "keyless" => random.Pick("fail", "first", "last", "skip", "FAIL"),
        "waitSeconds" => random.Pick("0", "31", "-1", "x"), // Others wait.
        "state" => random.Pick("live", "caught-up", "nonsense"),
        "store" => random.Pick("counts", "count", ""),
        "from" => random.OneIn(2) ? random.Pick("zero", "end", "1") : random.Pick(FuzzWords.Numbers),
        "force" or "dryRun" or "values" or "follow" or "allowOlder" or "allowColumns" =>
            random.Pick("true", "false", "1", "", "yes"),
        _ => random.Pick(FuzzWords.Odd),
    };
}
