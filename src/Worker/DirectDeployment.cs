using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>
/// Deploys to a data directory that no worker owns, such as that of a new machine; the next start runs what it says.
/// </summary>
/// <param name="data">The data directory, which this process owns.</param>
/// <param name="notice">Is told what an operator should know.</param>
internal sealed class DirectDeployment(DataDirectory data, Action<string> notice)
{
    /// <summary>Copies an assembly into the directory and registers its versions.</summary>
    /// <param name="log">The log.</param>
    /// <param name="assemblyFile">The .dll.</param>
    /// <param name="by">Who brings it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="step">Is told of each step, so that a test can kill there.</param>
    /// <exception cref="KappaException">
    /// As for <see cref="VersionCatalog.Register"/>, and KAP4030 (exit 78): the registry is lost.
    /// </exception>
    public IReadOnlyList<DeployedVersion> Run(
        ILog log, string assemblyFile, string? by, TimeProvider time, Action<string> step)
    {
        var artifacts = new ArtifactStore(data.Artifacts, DiskFileSystem.Instance, step);
        using VersionRegistry registry = VersionRegistry.Open(log, time);
        return new VersionIntake(registry, log, artifacts, notice).Deploy(artifacts.Add(assemblyFile), by);
    }
}
