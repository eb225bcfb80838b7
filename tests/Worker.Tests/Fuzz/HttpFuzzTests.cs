using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kappa.Fuzzing;

namespace Kappa.Worker.Tests;

/// <summary>
/// Requests that are bent in all ways: a sample here, 10,000 in tests/InterfaceCampaign.Tests. KAPPA_SEED=N repeats
/// them.
/// </summary>
public sealed partial class HttpFuzzTests
{
    private const int MostFinds = 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Whatever_comes_is_answered_and_every_error_is_a_problem_that_is_not_the_worker_s_fault()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new CountWords(), new WordsV2());
        await worker.ProduceAsync("""{"key":"a","value":"x"}""");
        await worker.CatchUpAsync();
        Random random = Seed.Fixed(out int seed);
        var maker = new RequestMaker(random, worker.Token);
        var bender = new RequestBender(random);
        var http = new RawHttp(worker.Host.Address);
        SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
        List<string> finds = [];
        int rounds = Fuzz.Choose(300, 10_000);
        for (int round = 0; round < rounds && finds.Count < MostFinds; round++)
        {
            FuzzRequest request = maker.Make();
            bool isDamaged = random.OneIn(20);
            byte[] bytes = isDamaged ? bender.Damage(request.ToBytes()) : request.ToBytes();
            string sent = Encoding.Latin1.GetString(bytes);
            string hint = $"round {round}, KAPPA_SEED={seed}: {(sent.Length > 2_000 ? sent[..2_000] + "..." : sent)}";
            try
            {
                string outcome = await SendAsync(http, request, bytes, isDamaged || request.Missing > 0);
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
            catch (FuzzFind find)
            {
                finds.Add($"{find.Message}\n{hint}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} requests: {string.Join(", ", outcomes)}");
        Assert.Equal(HttpStatusCode.OK, (await worker.Http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await worker.Http.GetAsync("/api/v1/topologies")).StatusCode);
        Assert.True(finds.Count == 0, string.Join("\n\n", finds));
        Assert.True(outcomes.Count > 15, "The requests met little of the API.");
    }

    private static async Task<string> SendAsync(
        RawHttp http, FuzzRequest request, byte[] bytes, bool hangsUp)
    {
        using var limit = new CancellationTokenSource(Deadline);
        RawAnswer? answer;
        try
        {
            answer = await http.SendAsync(bytes, hangsUp, request.HasHeadOnly, limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new FuzzFind("No answer in time.");
        }

        if (answer is null)
        {
            return hangsUp ? "closed" : throw new FuzzFind("Closed without an answer.");
        }

        if (answer.Body.Contains("\n   at ", StringComparison.Ordinal) ||
            answer.Body.Contains("\\n   at ", StringComparison.Ordinal))
        {
            throw new FuzzFind($"A stack trace: {answer}");
        }

        return answer.Status < 400 ? Good(answer, request)
            : answer.Body.Length == 0 && request.Method == "HEAD" ? $"{answer.Status} HEAD" : Problem(answer);
    }

    private static string Good(RawAnswer answer, FuzzRequest request)
    {
        if (request.IsEndless || answer.Body.Length == 0 || answer.ContentType == PrometheusText.ContentType)
        {
            return $"{answer.Status}";
        }

        try
        {
            string[] documents =
                answer.ContentType == StoreApi.Ndjson ? answer.Body.TrimEnd().Split('\n') : [answer.Body];
            _ = documents.Select(document => JsonElement.Parse(document)).ToList();
        }
        catch (JsonException error)
        {
            throw new FuzzFind($"No JSON: {error.Message} {answer}");
        }

        return $"{answer.Status}";
    }

    private static string Problem(RawAnswer answer)
    {
        // 505 is for another version of HTTP.
        if (answer.Status is >= 500 and not (503 or 505) || answer.ContentType != "application/problem+json")
        {
            throw new FuzzFind($"{answer}");
        }

        JsonElement problem = JsonElement.Parse(answer.Body);
        string code = problem.GetProperty("code").GetString()!;
        if (!KappaCode().IsMatch(code) || problem.GetProperty("status").GetInt32() != answer.Status ||
            problem.GetProperty("exitCode").GetInt32() is 0 or ExitCodes.Bug ||
            problem.GetProperty("detail").GetString() is not { Length: > 0 })
        {
            throw new FuzzFind($"{answer}");
        }

        return $"{answer.Status} {code}";
    }

    [GeneratedRegex("^KAP[0-9]{4}$")]
    private static partial Regex KappaCode();
}
