namespace Kappa.Logs.Tests;

/// <summary>One <see cref="SecureCluster"/> for all tests of a class, started by the first one that needs it.</summary>
public sealed class SecureBroker : IDisposable
{
    private SecureCluster? _cluster;

    internal SecureCluster Cluster => _cluster ??= new SecureCluster(); // Skips the test where there is no script.

    public void Dispose() => _cluster?.Dispose();
}
