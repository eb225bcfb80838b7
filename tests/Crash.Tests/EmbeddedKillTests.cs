using Kappa.Logs;

namespace Kappa.Crash.Tests;

public sealed class EmbeddedKillTests(ITestOutputHelper output) : KillTests(output)
{
    protected override ILog OpenLog() =>
        EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(DataDirectory, "log"));
}
