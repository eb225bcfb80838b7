using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary>One command that talks to a worker about the versions of a topology.</summary>
internal sealed class TopologySession(
    CliContext context, WorkerClient worker, string topology, string output, string serverText) : IDisposable
{
    public CliContext Context => context;

    public string Topology => topology;

    /// <summary>One of <see cref="OutputOption"/>.</summary>
    public string Output => output;

    public bool IsJson => output == OutputOption.Json;

    private string Root => $"/api/v1/topologies/{AddressPart.Of(topology)}";

    public void Dispose() => worker.Dispose();

    /// <summary>Gets what is at a path below the topology.</summary>
    public Task<string> GetAsync(string path, CancellationToken cancellationToken) =>
        worker.GetAsync(Root + path, cancellationToken);

    public IAsyncEnumerable<string> StreamAsync(string path, CancellationToken cancellationToken) =>
        worker.StreamAsync(Root + path, cancellationToken);

    /// <summary>Posts to a path below the topology; who asks is added.</summary>
    public async Task<string> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        body["by"] = Environment.UserName;
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json);
        return await worker.PostAsync(Root + path, content, cancellationToken);
    }

    /// <summary>Asks how far a replay is.</summary>
    /// <param name="version">Of which version; null leaves it to the worker.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReplayStatus> StatusAsync(int? version, CancellationToken cancellationToken) =>
        ReplayStatus.Parse(await GetAsync(version is null ? "/replay" : Invariant($"/replay?version={version}"),
            cancellationToken));

    /// <summary>The same, answered when the replay is in a state or has ended, or after some seconds.</summary>
    public async Task<ReplayStatus> StatusAsync(
        int? version, string state, int seconds, CancellationToken cancellationToken) =>
        ReplayStatus.Parse(await GetAsync(
            Invariant($"/replay?{(version is null ? "" : $"version={version}&")}waitSeconds={seconds}&state={state}"),
            cancellationToken));

    /// <summary>Asks how far the replay is that a question is to name.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="others">What else one may do where there is none.</param>
    /// <exception cref="KappaException">KAP7126 (exit 3): there is none.</exception>
    public async Task<ReplayStatus> ReplayToAskAboutAsync(CancellationToken cancellationToken, params Remedy[] others)
    {
        ReplayStatus status = await StatusAsync(version: null, cancellationToken);
        return status.IsReplay ? status : throw CliErrors.NothingReplays(
            status,
            [
                new Remedy("see the versions", Command("version ls")),
                .. others,
                new Remedy("start one", Command("replay start", "--version N")),
            ]);
    }

    /// <summary>The command that goes on from here, for this topology and this worker.</summary>
    /// <param name="verb">Such as <c>replay watch</c>.</param>
    /// <param name="rest">Arguments and options after the topology.</param>
    public string Command(string verb, string rest = "") =>
        $"kappa {verb} {topology}{(rest.Length > 0 ? " " : "")}{rest}{serverText}";

    /// <summary>Prints what a user may do next.</summary>
    public void PrintNext(params Remedy[] remedies) => PrintNext(context.Out, remedies);

    /// <summary>Prints what a user may do next.</summary>
    public void PrintNext(TextWriter writer, params Remedy[] remedies)
    {
        int widest = remedies.Select(remedy => remedy.Does.Length).DefaultIfEmpty().Max();
        foreach (Remedy remedy in remedies)
        {
            writer.WriteLine(
                $"  {(remedy.Does + ":").PadRight(widest + 1)}  {ErrorPrinter.Command(context, remedy.Command)}");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
