# What a build with nothing to do adds to MSBuild's own: a class library without sources, which publishes the same app
# with the same settings behind its own build. What both restore and publish is the SDK's own work in both.
# shellcheck shell=bash
title="build with nothing to do"
anchor_name="empty class library that publishes the same app"
variants=("with restore" "without restore")
goals="wall<=+0.15s"

available() { need_or_skip dotnet; }

prepare() {
    local folder=$sdk_root/noop
    use_own_folders
    packed_sdk
    [[ ! -f $work/noop-built ]] || return 0
    rm -rf "$folder"
    sample_projects "$folder"
    # Restoring it for another runtime must not disturb the restore of the image's own app.
    cp -r "$folder/Gateway.Telemetry" "$folder/App"
    mkdir -p "$folder/Library"
    cat > "$folder/Library/Library.csproj" <<'TEXT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <App>../App/Gateway.Telemetry.csproj</App>
    <AppProperties>RuntimeIdentifier=linux-x64;SelfContained=true;PublishTrimmed=true;Configuration=Release</AppProperties>
    <AppProperties>$(AppProperties);InvariantGlobalization=true;NuGetAudit=false</AppProperties>
  </PropertyGroup>
  <Target Name="PublishApp" AfterTargets="Build">
    <MSBuild Projects="$(App)" Targets="Restore" Properties="$(AppProperties);MSBuildRestoreSessionId=app" />
    <MSBuild Projects="$(App)" Targets="Publish" Properties="$(AppProperties)"
             RemoveProperties="MSBuildRestoreSessionId" />
  </Target>
</Project>
TEXT
    quietly dotnet build "$folder/Gateway"
    quietly dotnet build "$folder/Library"
    touch "$work/noop-built"
}

build() {
    use_own_folders
    if [[ $variant == "with restore" ]]; then
        dotnet build "$sdk_root/noop/$1"
    else
        dotnet build "$sdk_root/noop/$1" --no-restore
    fi
}

ours() { build Gateway; }

anchor() { build Library; }
