using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kappa.Analyzers;

/// <summary>Effects outside that are mute in a replay, since the code asks the context's IsReplaying first.</summary>
internal static class Effects
{
    public static bool AsksReplaying(IOperation condition) => condition.DescendantsAndSelf().Any(
        operation => operation is IPropertyReferenceOperation { Property.Name: "IsReplaying" });

    /// <summary><c>if (context.IsReplaying) { return; }</c>: what follows happens in the live version alone.</summary>
    public static bool ReturnsInReplay(IOperation statement) =>
        statement is IConditionalOperation { WhenFalse: null } asked && AsksReplaying(asked.Condition)
        && asked.WhenTrue switch
        {
            IBlockOperation block => block.Operations.LastOrDefault() is IReturnOperation,
            IOperation only => only is IReturnOperation,
        };
}
