namespace Kappa;

/// <summary>What <see cref="IProcessorContext.Schedule"/> has begun.</summary>
public interface ISchedule
{
    /// <summary>Ends it for good, also after a restart.</summary>
    void Cancel();
}
