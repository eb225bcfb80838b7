using Microsoft.CodeAnalysis;

namespace Kappa.Analyzers;

/// <summary>A place in the code that is wrong where it is reached from a topology.</summary>
/// <param name="rule">What is wrong.</param>
/// <param name="location">Where.</param>
/// <param name="subject">What the message is about.</param>
/// <param name="isAlways">Whether it is so in all code.</param>
internal sealed class Suspect(DiagnosticDescriptor rule, Location location, string subject, bool isAlways = false)
{
    public bool IsAlways => isAlways;

    public Diagnostic ToDiagnostic() => Diagnostic.Create(rule, location, subject);
}
