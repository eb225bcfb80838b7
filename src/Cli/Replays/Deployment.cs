using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>
/// Builds a project, copies it into the worker's data directory under its hash, and tells the worker. No code goes
/// over HTTP: who may write into the directory may deploy.
/// </summary>
/// <param name="context">Where notices go.</param>
/// <param name="worker">The worker.</param>
/// <param name="directory">Its data directory where the user has named it; else the worker is asked.</param>
internal sealed class Deployment(CliContext context, WorkerClient worker, string? directory)
{
    /// <summary>Deploys, and gives the worker's answer.</summary>
    public async Task<string> RunAsync(string project, CancellationToken cancellationToken)
    {
        // The worker first: a build would be for nothing where none answers.
        string target = directory ?? await DirectoryOfWorkerAsync(cancellationToken);
        string assembly = await TopologyProject.ResolveAsync(project, context.Error.WriteLine, cancellationToken);
        var artifacts = new ArtifactStore(
            Path.Combine(target, "artifacts"), DiskFileSystem.Instance, CrashPoint.Of(context));
        var body = new JsonObject
        {
            ["artifact"] = artifacts.Add(assembly),
            ["by"] = Environment.UserName,
        };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json);
        return await worker.PostAsync("/api/v1/deployments", content, cancellationToken);
    }

    private async Task<string> DirectoryOfWorkerAsync(CancellationToken cancellationToken)
    {
        JsonElement info = JsonElement.Parse(await worker.GetAsync("/api/v1/info", cancellationToken));
        string path = info.Text("directory") ?? "";
        return Directory.Exists(path) ? path : throw CliErrors.WorkerElsewhere(worker.Address, path);
    }
}
