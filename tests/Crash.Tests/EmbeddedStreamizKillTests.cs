using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <inheritdoc/>
public sealed class EmbeddedStreamizKillTests(ITestOutputHelper output) : StreamizKillTests(output)
{
    protected override ILog OpenLog() =>
        EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(DataDirectory, "log"));
}
