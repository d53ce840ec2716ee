using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Trimming;

/// <summary>
/// Parameters, those that .NET's targets pass to their task of this name; the work is in ILLink.cs. Avocado.Payload.props
/// sees to it that targets that pass others have their own task.
/// </summary>
public sealed partial class ILLink
{
    /// <summary>Assemblies to trim.</summary>
    public ITaskItem[]? AssemblyPaths { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Assemblies for what they declare.</summary>
    public ITaskItem[]? ReferenceAssemblyPaths { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Assemblies that are kept: RootMode.</summary>
    public ITaskItem[]? RootAssemblyNames { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Files that say what is kept.</summary>
    public ITaskItem[]? RootDescriptorFiles { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Where the trimmed assemblies go.</summary>
    public ITaskItem? OutputDirectory { get => Get<ITaskItem>(); set => Set(value); }

    /// <summary>"full" or "partial".</summary>
    public string? TrimMode { get => Get<string>(); set => Set(value); }

    /// <summary>What is done with assemblies that say nothing.</summary>
    public string? DefaultAction { get => Get<string>(); set => Set(value); }

    /// <summary>Names of features, with Value.</summary>
    public ITaskItem[]? FeatureSettings { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Data for custom steps.</summary>
    public ITaskItem[]? CustomData { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Assemblies with steps of others.</summary>
    public ITaskItem[]? CustomSteps { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Kinds of metadata that are kept.</summary>
    public ITaskItem[]? KeepMetadata { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>An optimization.</summary>
    public bool BeforeFieldInit { get => Get<bool>(); set => Set(value); }

    /// <summary>An optimization.</summary>
    public bool OverrideRemoval { get => Get<bool>(); set => Set(value); }

    /// <summary>An optimization.</summary>
    public bool UnreachableBodies { get => Get<bool>(); set => Set(value); }

    /// <summary>An optimization.</summary>
    public bool UnusedInterfaces { get => Get<bool>(); set => Set(value); }

    /// <summary>An optimization.</summary>
    public bool IPConstProp { get => Get<bool>(); set => Set(value); }

    /// <summary>An optimization.</summary>
    public bool Sealer { get => Get<bool>(); set => Set(value); }

    /// <summary>No symbols are written.</summary>
    public bool RemoveSymbols { get => Get<bool>(); set => Set(value); }

    /// <summary>Paths of symbols are left as they were.</summary>
    public bool PreserveSymbolPaths { get => Get<bool>(); set => Set(value); }

    /// <summary>The version of the warnings.</summary>
    public string? Warn { get => Get<string>(); set => Set(value); }

    /// <summary>Codes that are not told.</summary>
    public string? NoWarn { get => Get<string>(); set => Set(value); }

    /// <summary>Every warning is an error.</summary>
    public bool TreatWarningsAsErrors { get => Get<bool>(); set => Set(value); }

    /// <summary>Codes that are errors.</summary>
    public string? WarningsAsErrors { get => Get<string>(); set => Set(value); }

    /// <summary>Codes that are none.</summary>
    public string? WarningsNotAsErrors { get => Get<string>(); set => Set(value); }

    /// <summary>One warning for an assembly.</summary>
    public bool SingleWarn { get => Get<bool>(); set => Set(value); }

    /// <summary>Writes what keeps what.</summary>
    public bool DumpDependencies { get => Get<bool>(); set => Set(value); }

    /// <summary>The format of that file.</summary>
    public string? DependenciesFileFormat { get => Get<string>(); set => Set(value); }

    /// <summary>Further arguments.</summary>
    public string? ExtraArgs { get => Get<string>(); set => Set(value); }

    /// <summary>The name of the .NET host.</summary>
    public string? ToolExe { get => Get<string>(); set => Set(value); }

    /// <summary>The folder of the .NET host.</summary>
    public string? ToolPath { get => Get<string>(); set => Set(value); }

    /// <summary>0 when it worked.</summary>
    [Output]
    public int ExitCode { get; private set; }
}
