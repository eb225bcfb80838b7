using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kappa.Hosting;

/// <summary>Whether all topologies of the host's worker run.</summary>
internal sealed class ReadyCheck(KappaWorker worker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(worker.IsReady
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(
                context.Registration.FailureStatus, "The worker does not run, or a topology of it does not."));
}
